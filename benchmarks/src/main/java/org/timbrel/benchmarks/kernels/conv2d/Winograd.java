package org.timbrel.benchmarks.kernels.conv2d;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.matmul.MatmulKernel;
import org.timbrel.benchmarks.kernels.matmul.Packing;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Rung 4, Winograd's algorithm with tiles of 4 x 4: fewer multiplications. Two outputs of a kernel of three taps along one
 * axis take six multiplications; these four do as well:
 *
 * <pre>
 *    m0 = (x0 - x2) g0                    y0 = m0 + m1 + m2
 *    m1 = (x1 + x2) (g0 + g1 + g2) / 2    y1 = m1 - m2 - m3
 *    m2 = (x2 - x1) (g0 - g1 + g2) / 2
 *    m3 = (x1 - x3) g2
 * </pre>
 *
 * Along both axes that is 16 in place of 36 for a tile of 2 x 2 outputs. Sums of x are made once for all output channels,
 * sums of g once for all tiles. What is left between them, for each of the 16 points of a tile, is a product of (tiles, C)
 * and (C, O): {@link Packing} once more.
 *
 * <p>What limits it: here the points of a whole image go to memory and come back, and all sums are made number by number.
 * The engine takes tiles of 6 x 6, a few rows of them at a time.
 */
final class Winograd implements Computation {
    private static final int SIZE = 4;
    private static final int POINTS = SIZE * SIZE;

    private final MatmulKernel product = new Packing();
    private final Conv2dShape shape;
    private final float[] x;
    private final float[] y;
    private final int rows;
    private final int columns;
    private final float[][] in = new float[POINTS][];
    private final float[][] weights = new float[POINTS][];
    private final float[][] out = new float[POINTS][];

    /** A kernel of 3 x 3, strides of 1. */
    Winograd(Conv2dShape shape, float[] x, float[] w) {
        this.shape = shape;
        this.x = x;
        this.y = new float[shape.outputSize()];
        this.rows = (shape.outT() + 1) / 2;
        this.columns = (shape.outF() + 1) / 2;
        int size = shape.c() * shape.o();
        for (int point = 0; point < POINTS; point++) {
            in[point] = new float[rows * columns * shape.c()];
            weights[point] = new float[size];
            out[point] = new float[rows * columns * shape.o()];
        }
        float[] tile = new float[POINTS];
        for (int i = 0; i < size; i++) {
            for (int tap = 0; tap < 9; tap++) {
                tile[tap / 3 * SIZE + tap % 3] = w[tap * size + i];
            }
            alongBoth(tile, Winograd::kernel);
            for (int point = 0; point < POINTS; point++) {
                weights[point][i] = tile[point];
            }
        }
    }

    @Override
    public void run() {
        int tiles = rows * columns;
        float[] tile = new float[POINTS];
        for (int n = 0; n < shape.n(); n++) {
            for (int i = 0; i < tiles * shape.c(); i++) {
                read(n, i / shape.c(), i % shape.c(), tile);
                alongBoth(tile, Winograd::input);
                for (int point = 0; point < POINTS; point++) {
                    in[point][i] = tile[point];
                }
            }
            for (int point = 0; point < POINTS; point++) {
                product.multiply(tiles, shape.o(), shape.c(), in[point], weights[point], out[point]);
            }
            for (int i = 0; i < tiles * shape.o(); i++) {
                for (int point = 0; point < POINTS; point++) {
                    tile[point] = out[point][i];
                }
                alongBoth(tile, Winograd::output);
                write(n, i / shape.o(), i % shape.o(), tile);
            }
        }
    }

    /** Four numbers, {@code step} apart, are replaced by what comes of them. */
    private interface Transform {
        void apply(float[] tile, int at, int step);
    }

    private static void alongBoth(float[] tile, Transform transform) {
        for (int i = 0; i < SIZE; i++) {
            transform.apply(tile, i, SIZE);
        }
        for (int i = 0; i < SIZE; i++) {
            transform.apply(tile, i * SIZE, 1);
        }
    }

    private static void input(float[] tile, int at, int step) {
        float x0 = tile[at];
        float x1 = tile[at + step];
        float x2 = tile[at + 2 * step];
        float x3 = tile[at + 3 * step];
        tile[at] = x0 - x2;
        tile[at + step] = x1 + x2;
        tile[at + 2 * step] = x2 - x1;
        tile[at + 3 * step] = x1 - x3;
    }

    /** Three taps; the fourth number is not read. */
    private static void kernel(float[] tile, int at, int step) {
        float g0 = tile[at];
        float g1 = tile[at + step];
        float g2 = tile[at + 2 * step];
        tile[at + step] = (g0 + g1 + g2) / 2;
        tile[at + 2 * step] = (g0 - g1 + g2) / 2;
        tile[at + 3 * step] = g2;
    }

    /** Two outputs; the other two numbers mean nothing. */
    private static void output(float[] tile, int at, int step) {
        float m1 = tile[at + step];
        float m2 = tile[at + 2 * step];
        tile[at] += m1 + m2;
        tile[at + step] = m1 - m2 - tile[at + 3 * step];
    }

    private void read(int n, int number, int c, float[] tile) {
        for (int point = 0; point < POINTS; point++) {
            int t = number / columns * 2 + point / SIZE - shape.padT();
            int f = number % columns * 2 + point % SIZE - shape.padF();
            boolean inside = t >= 0 && t < shape.t() && f >= 0 && f < shape.f();
            tile[point] = inside ? x[((n * shape.t() + t) * shape.f() + f) * shape.c() + c] : 0;
        }
    }

    private void write(int n, int number, int o, float[] tile) {
        for (int i = 0; i < 4; i++) {
            int t = number / columns * 2 + i / 2;
            int f = number % columns * 2 + i % 2;
            if (t < shape.outT() && f < shape.outF()) {
                y[((n * shape.outT() + t) * shape.outF() + f) * shape.o() + o] = tile[i / 2 * SIZE + i % 2];
            }
        }
    }

    @Override
    public float[] result() {
        return y;
    }
}
