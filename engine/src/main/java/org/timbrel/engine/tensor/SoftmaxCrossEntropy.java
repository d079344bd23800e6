package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * loss = mean over rows of -sum(targets log softmax(logits)); logits and targets (n,k), rows of targets sum to 1 (a one at
 * the class, or a mixture of classes).
 *
 * <p>Backward: dlogits = dy (softmax(logits) - targets) / n. The gradient is had on the way forward.
 */
final class SoftmaxCrossEntropy {
    private SoftmaxCrossEntropy() {}

    static Tensor apply(Tensor logits, Tensor targets) {
        if (logits.shape().rank() != 2 || !logits.shape().equals(targets.shape())) {
            throw new ShapeException("cross-entropy wants logits and targets of one shape (n,k), got " + logits.shape()
                    + " and " + targets.shape());
        }
        if (targets.requiresGradient()) {
            throw new IllegalArgumentException(
                    "cross-entropy gives its targets no gradient, and these want one; pass targets.keep()");
        }
        Backend backend = logits.backend();
        int n = logits.shape().get(0);
        int k = logits.shape().get(1);
        Tensor loss = Results.of(Shape.of(), logits, targets);
        Buffer losses = loss.allocateScratch(n);
        Buffer gradient = loss.allocateScratch(n * k);
        backend.softmaxCrossEntropy(logits.buffer(), targets.buffer(), n, k, losses, gradient);
        backend.sum(losses, 1, n, 1, loss.buffer());
        backend.affine(loss.buffer(), 1.0 / n, 0, loss.buffer(), 1);
        loss.release(losses);
        return loss.withBackward(
                (dy, d) -> {
                    double[] scale = new double[1];
                    backend.read(dy, 0, scale);
                    backend.affine(gradient, scale[0] / n, 0, d[0], n * k);
                },
                gradient);
    }
}
