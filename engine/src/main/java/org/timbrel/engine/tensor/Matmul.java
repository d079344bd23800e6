package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/**
 * C = A B for matrices (m,k) and (k,n), or one product for each matrix of batches (b,m,k) and (b,k,n).
 *
 * <p>Backward: dA = dC B^T, dB = A^T dC.
 */
final class Matmul {
    private Matmul() {}

    static Tensor apply(Tensor a, Tensor b) {
        Shape sa = a.shape();
        Shape sb = b.shape();
        boolean batched = sa.rank() == 3 && sb.rank() == 3 && sa.get(0) == sb.get(0);
        boolean plain = sa.rank() == 2 && sb.rank() == 2;
        if (!(batched || plain) || sa.get(-1) != sb.get(-2)) {
            throw new ShapeException("matmul wants (m,k) and (k,n) or (b,m,k) and (b,k,n), got " + sa + " and " + sb);
        }
        int batch = batched ? sa.get(0) : 1;
        int m = sa.get(-2);
        int k = sa.get(-1);
        int n = sb.get(-1);
        Tensor c = Tensor.result(batched ? Shape.of(batch, m, n) : Shape.of(m, n), a, b);
        product(c.backend(), batch, m, n, k, false, false, a.buffer(), b.buffer(), c.buffer());
        return c.withBackward(dc -> {
            a.addGradient(da -> product(c.backend(), batch, m, k, n, false, true, dc, b.buffer(), da));
            b.addGradient(db -> product(c.backend(), batch, k, n, m, true, false, a.buffer(), dc, db));
        });
    }

    private static void product(
            Backend backend,
            int batch,
            int m,
            int n,
            int k,
            boolean transposeA,
            boolean transposeB,
            Buffer a,
            Buffer b,
            Buffer c) {
        backend.matmul(new MatmulShape(batch, m, n, k, transposeA, transposeB), a, b, null, Activation.NONE, false, c);
    }
}
