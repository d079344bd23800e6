package org.timbrel.benchmarks.kernels.matmul;

import java.util.Arrays;

/**
 * Rung 2, loop order: the same multiplications, in the order i, k, j. The inner loop now walks along a row of B and a row
 * of C, so every number that a cache line brings is used, and neighbouring sums don't wait for each other.
 *
 * <pre>
 *                   B  . . . . .
 *                    k # # # # #   one row of B, times one number of A ...
 *                      . . . . .
 *    A     k
 *  i . . a .        C  + + + + +   ... is added to one row of C
 * </pre>
 *
 * What limits it: one number at a time. The JIT compiler makes vector instructions of a loop only if it can prove that what
 * is stored is not loaded again further on, and for two places in plain arrays it can't. For each multiply-add, two
 * numbers are loaded and one is stored, and B is read once for each row of A: when it outgrows a cache, so does the time.
 */
final class LoopOrder implements MatmulKernel {
    @Override
    public void multiply(int m, int n, int k, float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0, m * n, 0);
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                addScaledRow(a[i * k + p], b, p * n, c, i * n, n);
            }
        }
    }

    /** c += scale b, for n neighbours of each. A method of its own is small enough to be compiled well. */
    static void addScaledRow(float scale, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int j = 0; j < n; j++) {
            c[cAt + j] += scale * b[bAt + j];
        }
    }
}
