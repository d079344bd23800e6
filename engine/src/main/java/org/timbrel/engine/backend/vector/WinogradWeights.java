package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Weights of a convolution between taps (KT,KF,C,O) and Winograd's points (36,C,O): u = G w G', and the way back, dw = G' du G.
 * Every tap and every point is a matrix, so both are sums of whole matrices, taken a block at a time, whatever the order of
 * their numbers. An object serves one kernel after another.
 */
final class WinogradWeights {
    private static final int SIZE = WinogradTransform.SIZE;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Floats of a matrix taken at a time: the sums between the two axes fit the second-level cache. */
    private static final int BLOCK = 1 << 10;

    private final Workers workers;
    private final Workers.Task packing = this::packTap;
    private final Workers.Task transform = this::toPoints;
    private Conv2dShape s;
    private float[] w;
    private Order order;
    private int depth;
    private int columns;
    private int panels;
    private float[][] g;
    private float[] taps;
    private float[] points;

    /** Which kernel it is. */
    enum Order {
        /** That of the convolution. */
        FORWARD,
        /** With input and output channels exchanged. */
        EXCHANGED,
        /** Turned by 180 degrees too: the kernel with which dy is convolved to the gradient of the input. */
        TURNED
    }

    WinogradWeights(Workers workers) {
        this.workers = workers;
    }

    /** From here on the points of this kernel, each in panels of two vectors of output channels. */
    WinogradWeights of(Conv2dShape s, float[] w, Order order) {
        this.s = s;
        this.w = w;
        this.order = order;
        this.depth = order == Order.FORWARD ? s.c() : s.o();
        this.columns = order == Order.FORWARD ? s.o() : s.c();
        this.panels = (columns + PANEL - 1) / PANEL;
        this.g = WinogradTransform.kernel(s.kt());
        return this;
    }

    /** All points, (36, panels, depth, PANEL) from {@link Scratch#FIRST} on. */
    float[] pack() {
        int count = s.kt() * s.kf();
        int size = panels * depth * PANEL;
        taps = workers.scratch().floats(Scratch.Use.WINOGRAD_TAPS, count * size);
        points = workers.scratch().floats(Scratch.Use.WEIGHTS, SIZE * SIZE * size);
        workers.run(count * panels, packing);
        workers.run(blocks(size), transform);
        return points;
    }

    private void packTap(int task) {
        packTap(task / panels, task % panels, 0, depth, taps, task * depth * PANEL);
    }

    private void toPoints(int block) {
        toPoints(taps, block * BLOCK, panels * depth * PANEL, points, workers.scratch());
    }

    /**
     * The points of a part of a panel, (36, count, PANEL) from {@link Scratch#FIRST} on, for {@code count} of its input channels from k
     * on.
     */
    float[] packPart(int panel, int k, int count, Scratch scratch) {
        int size = count * PANEL;
        float[] packed = scratch.floats(Scratch.Use.WINOGRAD_TAPS, s.kt() * s.kf() * size);
        for (int tap = 0; tap < s.kt() * s.kf(); tap++) {
            packTap(tap, panel, k, count, packed, tap * size);
        }
        float[] part = scratch.floats(Scratch.Use.WEIGHTS, SIZE * SIZE * size);
        for (int from = 0; from < size; from += BLOCK) {
            toPoints(packed, from, size, part, scratch);
        }
        return part;
    }

    /** Taps lie one after another: of the forward kernel each has its rows, of the others, which are transposed, its columns. */
    private void packTap(int tap, int panel, int k, int count, float[] packed, int at) {
        int from = (order == Order.TURNED ? s.kt() * s.kf() - 1 - tap : tap) * s.c();
        int o = panel * PANEL;
        boolean transposed = order != Order.FORWARD;
        int start = transposed ? (from + o) * s.o() + k : (from + k) * s.o() + o;
        Panels.packColumns(w, start, s.o(), transposed, Math.min(PANEL, columns - o), count, PANEL, packed, at);
    }

    /** G w G' for a block of each tap from {@code from} on; matrices lie {@code size} apart. */
    private void toPoints(float[] packed, int from, int size, float[] to, Scratch scratch) {
        int k = s.kf();
        int n = Math.min(BLOCK, size - from);
        float[] half = scratch.floats(Scratch.Use.WINOGRAD_ROWS, SIZE * k * BLOCK);
        for (int j = 0; j < k; j++) {
            WinogradTransform.kernel(packed, from + j * size, k * size, half, j * BLOCK, k * BLOCK, n, g);
        }
        for (int row = 0; row < SIZE; row++) {
            int at = Scratch.FIRST + from + row * SIZE * size;
            WinogradTransform.kernel(half, row * k * BLOCK, BLOCK, to, at, size, n, g);
        }
    }

    /** Leaves out what a zero of G would add; the first and the last point have one tap each. */
    private static void addScaled(float[] x, int xAt, float scale, float[] y, int yAt, int n) {
        if (scale != 0) {
            Arithmetic.addScaled(x, xAt, scale, y, yAt, n);
        }
    }

    /** Blocks of a matrix of so many floats. */
    static int blocks(int size) {
        return (size + BLOCK - 1) / BLOCK;
    }

    /** A block of the gradient of the taps from that of the points, which begins at {@link Scratch#FIRST}. */
    static void gradient(Conv2dShape s, int block, float[] dpoints, float[] dw, Scratch scratch) {
        int k = s.kf();
        int size = s.c() * s.o();
        int from = block * BLOCK;
        int n = Math.min(BLOCK, size - from);
        float[][] g = WinogradTransform.kernel(k);
        float[] half = scratch.floats(Scratch.Use.WINOGRAD_ROWS, SIZE * k * BLOCK);
        for (int row = 0; row < SIZE; row++) {
            for (int j = 0; j < k; j++) {
                int to = (row * k + j) * BLOCK;
                Arrays.fill(half, to, to + n, 0);
                for (int column = 0; column < SIZE; column++) {
                    int at = Scratch.FIRST + (row * SIZE + column) * size + from;
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
