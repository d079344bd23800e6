package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/**
 * C = A B for matrices (m,k) and (k,n), or one product for each matrix of batches (b,m,k) and (b,k,n); or C = A B^T for a B of
 * (n,k) or (b,n,k), which is read as it lies.
 *
 * <p>Backward: dA = dC B^T, dB = A^T dC; with B^T, dA = dC B, dB = dC^T A.
 */
final class Matmul {
    private Matmul() {}

    static Tensor apply(Tensor a, Tensor b, boolean transposed) {
        Shape sa = a.shape();
        Shape sb = b.shape();
        boolean batched = sa.rank() == 3 && sb.rank() == 3 && sa.get(0) == sb.get(0);
        boolean plain = sa.rank() == 2 && sb.rank() == 2;
        if (!(batched || plain) || sa.get(-1) != sb.get(transposed ? -1 : -2)) {
            String wanted = transposed
                    ? "matmulTransposed wants (m,k) and (n,k) or (b,m,k) and (b,n,k)"
                    : "matmul wants (m,k) and (k,n) or (b,m,k) and (b,k,n)";
            throw new ShapeException(wanted + ", got " + sa + " and " + sb);
        }
        int batch = batched ? sa.get(0) : 1;
        int m = sa.get(-2);
        int k = sa.get(-1);
        int n = sb.get(transposed ? -2 : -1);
        Tensor c = Results.of(batched ? Shape.of(batch, m, n) : Shape.of(m, n), a, b);
        product(new MatmulShape(batch, m, n, k, false, transposed), a.backend(), a.buffer(), b.buffer(), c.buffer());
        return c.withBackward((dc, d) -> {
            if (d[0] != null) {
                MatmulShape toA = new MatmulShape(batch, m, k, n, false, !transposed);
                product(toA, a.backend(), dc, b.buffer(), d[0]);
            }
            if (d[1] != null && transposed) {
                product(new MatmulShape(batch, n, k, m, true, false), a.backend(), dc, a.buffer(), d[1]);
            } else if (d[1] != null) {
                product(new MatmulShape(batch, k, n, m, true, false), a.backend(), a.buffer(), dc, d[1]);
            }
        });
    }

    private static void product(MatmulShape shape, Backend backend, Buffer a, Buffer b, Buffer c) {
        backend.matmul(shape, a, b, null, Activation.NONE, false, c);
    }
}
