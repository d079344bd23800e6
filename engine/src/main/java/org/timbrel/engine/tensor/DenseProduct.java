package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/**
 * y = f(x w + bias) along the last axis: x (...,k), w (k,n), bias (n), y (...,n).
 *
 * <p>Backward, with g = dy f'(z) and all axes of x but the last taken as rows:
 *
 * <pre>
 *   dx = g w^T      dw = x^T g      dbias = sum over rows of g
 * </pre>
 */
final class DenseProduct {
    private DenseProduct() {}

    static Tensor apply(Tensor x, Tensor w, Tensor bias, Activation activation) {
        int k = x.shape().get(-1);
        if (w.shape().rank() != 2 || w.shape().get(0) != k) {
            throw new ShapeException(
                    "dense wants weights (" + k + ",n) for an input " + x.shape() + ", got " + w.shape());
        }
        int n = w.shape().get(1);
        int rows = x.shape().size() / Math.max(1, k);
        Backend backend = x.backend();
        Tensor[] inputs = bias == null ? new Tensor[] {x, w} : new Tensor[] {x, w, bias};
        Tensor y = Results.of(x.shape().with(-1, n), inputs);
        backend.matmul(
                MatmulShape.plain(rows, n, k),
                x.buffer(),
                w.buffer(),
                bias == null ? null : bias.buffer(),
                activation,
                false,
                y.buffer());
        return y.withBackward((dy, d) -> {
            Buffer g = ActivationGradient.of(activation, y, dy);
            if (d[0] != null) {
                MatmulShape toInput = new MatmulShape(1, rows, k, n, false, true);
                backend.matmul(toInput, g, w.buffer(), null, Activation.NONE, false, d[0]);
            }
            if (d[1] != null) {
                MatmulShape toWeights = new MatmulShape(1, k, n, rows, true, false);
                backend.matmul(toWeights, x.buffer(), g, null, Activation.NONE, false, d[1]);
            }
            if (bias != null && d[2] != null) {
                backend.sum(g, 1, rows, n, d[2]);
            }
        });
    }
}
