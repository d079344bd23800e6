package org.timbrel.benchmarks.kernels.matmul;

import java.util.Arrays;

/**
 * Rung 3, blocking: B is cut into blocks that fit a cache, and each is used for all rows of A before the next is fetched.
 *
 * <pre>
 *                   B  . # # . .
 *                      . # # . .   a block of {@value #DEPTH} x {@value #COLUMNS}, 64 kB
 *                      . . . . .
 *    A                 . . . . .
 *    # # . .        C  . + + . .
 *    # # . .           . + + . .   all rows of A pass by while it stays
 *    # # . .           . + + . .
 * </pre>
 *
 * What limits it: memory no longer does; the inner loop is that of {@link LoopOrder}, with two loads and a store for each
 * multiply-add, a number at a time. Blocking pays in full only when the arithmetic is fast.
 */
final class Blocking implements MatmulKernel {
    private static final int DEPTH = 64;
    private static final int COLUMNS = 256;

    @Override
    public void multiply(int m, int n, int k, float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0, m * n, 0);
        for (int p = 0; p < k; p += DEPTH) {
            for (int j = 0; j < n; j += COLUMNS) {
                block(m, n, k, a, b, c, p, Math.min(DEPTH, k - p), j, Math.min(COLUMNS, n - j));
            }
        }
    }

    private static void block(
            int m, int n, int k, float[] a, float[] b, float[] c, int first, int depth, int column, int columns) {
        for (int i = 0; i < m; i++) {
            for (int p = first; p < first + depth; p++) {
                LoopOrder.addScaledRow(a[i * k + p], b, p * n + column, c, i * n + column, columns);
            }
        }
    }
}
