package org.timbrel.engine.backend.vector;

import java.util.Arrays;

/**
 * The product that brief kernels have in common: rows y = rows a times rows x, each row of x and y an array of its own.
 *
 * <p>It is written for the first tenths of a second of a process. A microkernel of the Vector API is interpreted until the
 * optimizing compiler gets to it, and every operation of every vector is then an object; the loops here are plain ones,
 * quick to interpret and quick to compile. The compiler makes SIMD of them only if it can see that no array overlaps
 * another at another place, which is why rows are arrays and all of them are read at the same index.
 */
final class BriefProduct {
    private BriefProduct() {}

    /**
     * y[r][j] += sum over k of a[at + r aRow + k] x[k][j].
     *
     * @param x depth rows
     * @param rows rows of y
     * @param n columns of the product
     */
    static void add(float[] a, int at, int aRow, float[][] x, int depth, float[][] y, int rows, int n) {
        int whole = depth & ~3;
        for (int r = 0; r < rows; r += 2) {
            float[] y0 = y[r];
            boolean pair = r + 1 < rows;
            int from = at + r * aRow;
            for (int k = 0; k < whole; k += 4) {
                if (pair) {
                    addFour(y0, y[r + 1], x[k], x[k + 1], x[k + 2], x[k + 3], a, from + k, aRow, n);
                } else {
                    addFour(y0, x[k], x[k + 1], x[k + 2], x[k + 3], a, from + k, n);
                }
            }
            for (int k = whole; k < depth; k++) {
                addOne(y0, x[k], a[from + k], n);
                if (pair) {
                    addOne(y[r + 1], x[k], a[from + aRow + k], n);
                }
            }
        }
    }

    private static void addFour(
            float[] y0,
            float[] y1,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float[] a,
            int at,
            int aRow,
            int n) {
        float a0 = a[at];
        float a1 = a[at + 1];
        float a2 = a[at + 2];
        float a3 = a[at + 3];
        float b0 = a[at + aRow];
        float b1 = a[at + aRow + 1];
        float b2 = a[at + aRow + 2];
        float b3 = a[at + aRow + 3];
        for (int j = 0; j < n; j++) {
            y0[j] = Math.fma(a3, x3[j], Math.fma(a2, x2[j], Math.fma(a1, x1[j], Math.fma(a0, x0[j], y0[j]))));
            y1[j] = Math.fma(b3, x3[j], Math.fma(b2, x2[j], Math.fma(b1, x1[j], Math.fma(b0, x0[j], y1[j]))));
        }
    }

    private static void addFour(float[] y, float[] x0, float[] x1, float[] x2, float[] x3, float[] a, int at, int n) {
        float a0 = a[at];
        float a1 = a[at + 1];
        float a2 = a[at + 2];
        float a3 = a[at + 3];
        for (int j = 0; j < n; j++) {
            y[j] = Math.fma(a3, x3[j], Math.fma(a2, x2[j], Math.fma(a1, x1[j], Math.fma(a0, x0[j], y[j]))));
        }
    }

    private static void addOne(float[] y, float[] x, float a, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = Math.fma(a, x[j], y[j]);
        }
    }

    /** The transpose of {@code rows} x {@code columns} values. */
    static float[] transposed(float[] x, int at, int rows, int columns) {
        float[] y = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[c * rows + r] = x[at + r * columns + c];
            }
        }
        return y;
    }

    /** Rows of zeros. */
    static void clear(float[][] y, int rows, int n) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(y[r], 0, n, 0);
        }
    }
}
