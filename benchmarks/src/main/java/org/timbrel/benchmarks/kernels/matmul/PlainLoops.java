package org.timbrel.benchmarks.kernels.matmul;

/**
 * Rung 1, plain loops: the definition. Each number of C is the product of a row of A and a column of B.
 *
 * <pre>
 *                   B     j
 *                      . . # . .
 *                      . . # . .   k, downwards: every step
 *                      . . # . .   lands a whole row further
 *    A                 . . # . .
 *  i # # # #        C  . . c . .
 * </pre>
 *
 * What limits it: a line of the cache brings sixteen neighbours of a row of B, and walking down the column uses one of
 * them; and each addition waits for the one before it, four cycles, with one lane of sixteen at work.
 */
final class PlainLoops implements MatmulKernel {
    @Override
    public void multiply(int m, int n, int k, float[] a, float[] b, float[] c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[i * k + p] * b[p * n + j];
                }
                c[i * n + j] = sum;
            }
        }
    }
}
