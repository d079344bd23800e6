package org.timbrel.engine.optimizer;

import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/**
 * Clipping by the global norm (Pascanu and others, 2013): where the root of the sum of all squared gradients is above a
 * bound, every gradient is multiplied by bound / (norm + 1e-6); PyTorch's {@code clip_grad_norm_}.
 */
public final class GradientClipping {
    private static final double EPSILON = 1e-6;

    private final List<Tensor> weights;
    private final double bound;
    private final Backend backend;
    private final Buffer squares;
    private final Buffer sum;
    private final Buffer sums;

    /**
     * Clipping of the gradients of the trainable ones of the parameters, which are on one backend.
     *
     * @param bound the largest norm that is left as it is
     * @throws IllegalArgumentException if no parameter is trainable
     */
    public GradientClipping(List<Parameter> parameters, double bound) {
        this.weights =
                Moments.trainable(parameters).stream().map(Parameter::value).toList();
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("clipping wants at least one trainable parameter, got none");
        }
        this.bound = bound;
        this.backend = weights.get(0).backend();
        this.squares = backend.allocate(
                weights.stream().mapToInt(w -> w.shape().size()).max().orElseThrow());
        this.sum = backend.allocate(1);
        this.sums = backend.allocate(weights.size());
    }

    /**
     * Clips the gradients that have been added up; to be called before the optimizer's step.
     *
     * @return their norm before
     */
    public double clip() {
        double norm = norm();
        double scale = bound / (norm + EPSILON);
        if (scale < 1) {
            for (Tensor w : weights) {
                Tensor gradient = w.gradient();
                if (gradient != null) {
                    backend.affine(
                            gradient.buffer(),
                            scale,
                            0,
                            gradient.buffer(),
                            gradient.shape().size());
                }
            }
        }
        return norm;
    }

    private double norm() {
        backend.fill(sums, 0, weights.size());
        for (int i = 0; i < weights.size(); i++) {
            Tensor gradient = weights.get(i).gradient();
            if (gradient != null) {
                int n = gradient.shape().size();
                backend.map(MapOp.SQUARE, gradient.buffer(), squares, n);
                backend.sum(squares, 1, n, 1, sum);
                backend.copy(sum, 0, sums, i, 1);
            }
        }
        double[] values = new double[weights.size()];
        backend.read(sums, 0, values);
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return Math.sqrt(total);
    }
}
