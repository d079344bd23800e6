package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;

/**
 * y = e^x / sum(e^x) along the last axis.
 *
 * <p>Backward: dx = y (dy - sum(dy y)).
 */
final class Softmax {
    private Softmax() {}

    static Tensor apply(Tensor x) {
        Backend backend = x.backend();
        int columns = x.shape().get(-1);
        int rows = x.shape().size() / Math.max(1, columns);
        Tensor y = Results.of(x.shape(), false, x);
        backend.softmax(x.buffer(), rows, columns, y.buffer());
        return y.withBackward((dy, d) -> backend.softmaxBackward(y.buffer(), dy, rows, columns, d[0]));
    }
}
