package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.MapOp;

/**
 * y = f(x), element by element.
 *
 * <p>Backward: dx = dy f'(x); {@link MapOp} names f and f'.
 */
final class Elementwise {
    private Elementwise() {}

    static Tensor apply(MapOp op, Tensor x) {
        Backend backend = x.backend();
        int n = x.shape().size();
        Tensor y = Results.of(x.shape(), x);
        backend.map(op, x.buffer(), y.buffer(), n);
        return y.withBackward((dy, d) -> backend.mapBackward(op, x.buffer(), y.buffer(), dy, d[0], n));
    }
}
