package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;

/**
 * x read backwards along one axis: y[..., i, ...] = x[..., n - 1 - i, ...].
 *
 * <p>Backward: dx = dy read backwards along the same axis.
 */
public final class Reverse {
    private Reverse() {}

    /** {@code x} read backwards along {@code axis}; -1 is the last one. */
    public static Tensor apply(Tensor x, int axis) {
        Backend backend = x.backend();
        Shape shape = x.shape();
        int at = shape.axis(axis);
        int n = shape.get(at);
        int inner = shape.product(at + 1, shape.rank());
        int[] block = {shape.product(0, at), n, inner};
        int[] ahead = {n * inner, inner, 1};
        int[] back = {n * inner, -inner, 1};
        int last = Math.max(0, n - 1) * inner;
        Tensor y = Results.of(shape, x);
        backend.copyStrided(block, x.buffer(), last, back, y.buffer(), 0, ahead, false);
        return y.withBackward((dy, d) -> backend.copyStrided(block, dy, last, back, d[0], 0, ahead, false));
    }
}
