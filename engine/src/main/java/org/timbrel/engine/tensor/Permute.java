package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;

/**
 * y = x with its axes in another order: y[..., i_k, ...] takes axis k from axis {@code axes[k]} of x.
 *
 * <p>Backward: dx = dy with its axes put back.
 */
final class Permute {
    private Permute() {}

    static Tensor apply(Tensor x, int... axes) {
        Backend backend = x.backend();
        int rank = x.shape().rank();
        int[] xStrides = x.shape().strides();
        int[] lengths = new int[rank];
        int[] walk = new int[rank];
        boolean[] used = new boolean[rank];
        if (axes.length != rank) {
            throw new ShapeException("permute of " + x.shape() + " wants " + rank + " axes, got " + axes.length);
        }
        for (int k = 0; k < rank; k++) {
            int axis = x.shape().axis(axes[k]);
            if (used[axis]) {
                throw new ShapeException("permute of " + x.shape() + " names axis " + axis + " twice");
            }
            used[axis] = true;
            lengths[k] = x.shape().get(axis);
            walk[k] = xStrides[axis];
        }
        Tensor y = Results.of(Shape.of(lengths), x);
        int[] yStrides = y.shape().strides();
        backend.copyStrided(lengths, x.buffer(), 0, walk, y.buffer(), 0, yStrides, false);
        return y.withBackward((dy, d) -> backend.copyStrided(lengths, dy, 0, yStrides, d[0], 0, walk, false));
    }
}
