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
 *
 * <p>Belongs to one layer: what it finds out about inputs of one shape serves all steps with such inputs.
 */
public final class DenseProduct {
    /** What holds for all inputs and weights of one shape. */
    private record Plan(Shape x, Shape w, Shape y, MatmulShape forward, MatmulShape toInput, MatmulShape toWeights) {
        static Plan of(Shape x, Shape w) {
            int k = x.get(-1);
            if (w.rank() != 2 || w.get(0) != k) {
                throw new ShapeException("dense wants weights (" + k + ",n) for an input " + x + ", got " + w);
            }
            int n = w.get(1);
            int rows = x.size() / Math.max(1, k);
            return new Plan(
                    x,
                    w,
                    x.with(-1, n),
                    MatmulShape.plain(rows, n, k),
                    new MatmulShape(1, rows, k, n, false, true),
                    new MatmulShape(1, k, n, rows, true, false));
        }

        boolean fits(Tensor input, Tensor weights) {
            return x.equals(input.shape()) && w.equals(weights.shape());
        }
    }

    private final Activation activation;
    private Plan last;

    /** @param activation f */
    public DenseProduct(Activation activation) {
        this.activation = activation;
    }

    /**
     * The result.
     *
     * @param bias null for none
     * @throws ShapeException if {@code w} has other than k rows
     */
    public Tensor apply(Tensor x, Tensor w, Tensor bias) {
        Plan plan = last;
        if (plan == null || !plan.fits(x, w)) {
            plan = Plan.of(x.shape(), w.shape());
            last = plan;
        }
        return apply(plan, activation, x, w, bias);
    }

    private static Tensor apply(Plan plan, Activation activation, Tensor x, Tensor w, Tensor bias) {
        Backend backend = x.backend();
        Tensor y = bias == null ? Results.of(plan.y, x, w) : Results.of(plan.y, x, w, bias);
        Buffer shift = bias == null ? null : bias.buffer();
        backend.matmul(plan.forward, x.buffer(), w.buffer(), shift, activation, false, y.buffer());
        return y.withBackward((dy, d) -> {
            Buffer g = ActivationGradient.of(activation, y, dy);
            if (d[0] != null) {
                backend.matmul(plan.toInput, g, w.buffer(), null, Activation.NONE, false, d[0]);
            }
            if (d[1] != null) {
                backend.matmul(plan.toWeights, x.buffer(), g, null, Activation.NONE, false, d[1]);
            }
            if (bias != null && d[2] != null) {
                backend.sum(g, 1, plan.forward.m(), plan.forward.n(), d[2]);
            }
        });
    }
}
