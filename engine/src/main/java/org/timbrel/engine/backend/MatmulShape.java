package org.timbrel.engine.backend;

/**
 * A batch of matrix products C = op(A) op(B), row-major. op(A) is (m,k), op(B) is (k,n), C is (m,n).
 *
 * @param batch number of independent products; each operand holds that many matrices one after another
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 * @param transposeA A is stored (k,m)
 * @param transposeB B is stored (n,k)
 */
public record MatmulShape(int batch, int m, int n, int k, boolean transposeA, boolean transposeB) {
    /** One plain product (m,k) x (k,n). */
    public static MatmulShape plain(int m, int n, int k) {
        return new MatmulShape(1, m, n, k, false, false);
    }

    /** Floating-point operations: a multiplication and an addition for each term. */
    public long flops() {
        return 2L * batch * m * n * k;
    }
}
