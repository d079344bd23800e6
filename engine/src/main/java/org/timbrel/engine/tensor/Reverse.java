package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * x read backwards along one axis: y[..., i, ...] = x[..., n - 1 - i, ...].
 *
 * <p>Backward: dx = dy read backwards along the same axis.
 */
public final class Reverse {
    private Reverse() {}

    /** {@code x} read backwards along {@code axis}; -1 is the last one. */
    public static Tensor apply(Tensor x, int axis) {
        Tensor y = Tensor.result(x.shape(), x);
        int at = x.shape().axis(axis);
        copy(x.backend(), x.shape(), at, x.buffer(), y.buffer());
        return y.withBackward(dy -> x.addGradient(dx -> copy(x.backend(), x.shape(), at, dy, dx)));
    }

    private static void copy(Backend backend, Shape shape, int axis, Buffer x, Buffer y) {
        int n = shape.get(axis);
        int outer = shape.product(0, axis);
        int inner = shape.product(axis + 1, shape.rank());
        int[] block = {outer, n, inner};
        int last = Math.max(0, n - 1) * inner;
        backend.copyStrided(
                block, x, last, new int[] {n * inner, -inner, 1}, y, 0, new int[] {n * inner, inner, 1}, false);
    }
}
