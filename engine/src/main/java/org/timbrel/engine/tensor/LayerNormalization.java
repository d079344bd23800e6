package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016): h = (x - mean) / sqrt(variance + epsilon), y = gamma
 * h + beta, a mean and a biased variance for each row. Backward, means over the last axis:
 *
 * <pre>
 *   dbeta = sum dy      dgamma = sum dy h
 *   dx = (gamma dy - mean(gamma dy) - h mean(gamma dy h)) / sqrt(variance + epsilon)
 * </pre>
 */
public final class LayerNormalization {
    private LayerNormalization() {}

    /** Normalises x (...,C) by gamma (C) and beta (C). */
    public static Tensor apply(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        Backend backend = x.backend();
        int c = x.shape().get(-1);
        if (!gamma.shape().equals(Shape.of(c)) || !beta.shape().equals(Shape.of(c))) {
            throw new ShapeException("layer normalisation of " + x.shape() + " wants gamma and beta of shape (" + c
                    + "), got " + gamma.shape() + " and " + beta.shape());
        }
        int rows = x.shape().size() / c;
        Tensor y = Results.of(x.shape(), x, gamma, beta);
        Buffer mean = y.allocateScratch(rows);
        Buffer invStd = y.allocateScratch(rows);
        backend.layerNorm(x.buffer(), rows, c, gamma.buffer(), beta.buffer(), epsilon, y.buffer(), mean, invStd);
        return y.withJointBackward(
                0,
                (dy, d) -> backend.layerNormBackward(
                        x.buffer(), rows, c, gamma.buffer(), mean, invStd, dy, d[0], d[1], d[2]),
                mean,
                invStd);
    }
}
