package org.timbrel.benchmarks.kernels.matmul;

/** A way to multiply matrices. */
public interface MatmulKernel {
    /**
     * C = A B, row-major; what is in c does not count.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B
     */
    void multiply(int m, int n, int k, float[] a, float[] b, float[] c);
}
