package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;

/**
 * y = positions {@code from} (inclusive) to {@code to} (exclusive) of x along one axis.
 *
 * <p>Backward: dx = dy at those positions, 0 elsewhere.
 */
final class Slice {
    private Slice() {}

    static Tensor apply(Tensor x, int axis, int from, int to) {
        Backend backend = x.backend();
        Shape shape = x.shape();
        int at = shape.axis(axis);
        int n = shape.get(at);
        if (from < 0 || to > n || from > to) {
            throw new ShapeException("slice " + from + " to " + to + " is outside axis " + at + " of " + shape);
        }
        int outer = shape.product(0, at);
        int inner = shape.product(at + 1, shape.rank());
        int[] block = {outer, (to - from) * inner};
        int[] xStrides = {n * inner, 1};
        int[] yStrides = {(to - from) * inner, 1};
        Tensor y = Results.of(shape.with(at, to - from), x);
        backend.copyStrided(block, x.buffer(), from * inner, xStrides, y.buffer(), 0, yStrides, false);
        return y.withAddingBackward(
                (dy, d) -> backend.copyStrided(block, dy, 0, yStrides, d[0], from * inner, xStrides, true));
    }
}
