package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Weights of a convolution between taps (KT,KF,C,O) and Winograd's points (36,C,O): u = G w G', and the way back, dw = G' du G.
 * Every tap and every point is a matrix, so both are sums of whole matrices, taken a block at a time, whatever the order of
 * their numbers.
 */
final class WinogradWeights {
    private static final int SIZE = WinogradTransform.SIZE;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Floats of a matrix taken at a time: the sums between the two axes fit the second-level cache. */
    private static final int BLOCK = 1 << 10;

    private WinogradWeights() {}

    /**
     * The points of a kernel, each in panels of two vectors of output channels.
     *
     * @param turned for the gradient of the input: turned by 180 degrees, with input and output channels exchanged
     */
    static float[] pack(Workers workers, Conv2dShape s, float[] w, boolean turned) {
        int taps = s.kt() * s.kf();
        int depth = turned ? s.o() : s.c();
        int columns = turned ? s.c() : s.o();
        int panels = (columns + PANEL - 1) / PANEL;
        int size = panels * depth * PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WINOGRAD_TAPS, taps * size);
        workers.run(taps * panels, task -> {
            int tap = turned ? taps - 1 - task / panels : task / panels;
            int o = task % panels * PANEL;
            Matrix matrix = new Matrix(w, tap * s.c() * s.o(), s.o(), turned);
            Panels.packColumns(matrix, o, Math.min(PANEL, columns - o), 0, depth, PANEL, packed, task * depth * PANEL);
        });
        float[] points = workers.scratch().floats(Scratch.Use.WEIGHTS, SIZE * SIZE * size);
        float[][] g = WinogradTransform.kernel(s.kt());
        workers.run((size + BLOCK - 1) / BLOCK, block -> {
            int from = block * BLOCK;
            int n = Math.min(BLOCK, size - from);
            float[] half = workers.scratch().floats(Scratch.Use.WINOGRAD_ROWS, SIZE * s.kf() * BLOCK);
            toPoints(s.kt(), size, from, n, packed, g, half, points);
        });
        return points;
    }

    private static void toPoints(
            int k, int size, int from, int n, float[] taps, float[][] g, float[] half, float[] points) {
        for (int row = 0; row < SIZE; row++) {
            for (int j = 0; j < k; j++) {
                int to = (row * k + j) * BLOCK;
                Arrays.fill(half, to, to + n, 0);
                for (int i = 0; i < k; i++) {
                    addScaled(taps, (i * k + j) * size + from, g[row][i], half, to, n);
                }
            }
            for (int column = 0; column < SIZE; column++) {
                int to = (row * SIZE + column) * size + from;
                Arrays.fill(points, to, to + n, 0);
                for (int j = 0; j < k; j++) {
                    addScaled(half, (row * k + j) * BLOCK, g[column][j], points, to, n);
                }
            }
        }
    }

    /** Leaves out what a zero of G would add; the first and the last point have one tap each. */
    private static void addScaled(float[] x, int xAt, float scale, float[] y, int yAt, int n) {
        if (scale != 0) {
            Arithmetic.addScaled(x, xAt, scale, y, yAt, n);
        }
    }

    /** The gradient of the taps from that of the points. */
    static void gradient(Workers workers, Conv2dShape s, float[] dpoints, float[] dw) {
        int size = s.c() * s.o();
        float[][] g = WinogradTransform.kernel(s.kt());
        workers.run((size + BLOCK - 1) / BLOCK, block -> {
            int from = block * BLOCK;
            int n = Math.min(BLOCK, size - from);
            float[] half = workers.scratch().floats(Scratch.Use.WINOGRAD_ROWS, SIZE * s.kf() * BLOCK);
            toTaps(s.kt(), size, from, n, dpoints, g, half, dw);
        });
    }

    private static void toTaps(
            int k, int size, int from, int n, float[] dpoints, float[][] g, float[] half, float[] dw) {
        for (int row = 0; row < SIZE; row++) {
            for (int j = 0; j < k; j++) {
                int to = (row * k + j) * BLOCK;
                Arrays.fill(half, to, to + n, 0);
                for (int column = 0; column < SIZE; column++) {
                    int at = (row * SIZE + column) * size + from;
                    addScaled(dpoints, at, g[column][j], half, to, n);
                }
            }
        }
        for (int tap = 0; tap < k * k; tap++) {
            int to = tap * size + from;
            Arrays.fill(dw, to, to + n, 0);
            for (int row = 0; row < SIZE; row++) {
                addScaled(half, (row * k + tap % k) * BLOCK, g[row][tap / k], dw, to, n);
            }
        }
    }
}
