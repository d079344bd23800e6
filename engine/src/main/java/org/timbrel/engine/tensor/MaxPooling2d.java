package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.HalfPrecision;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * y = the largest value of each window over time and frequency: x (N,T,F,C), y (N,T',F',C). Windows that would leave x are
 * dropped.
 *
 * <p>Backward: dy goes to the place of the largest value, the first one if several are equal.
 */
final class MaxPooling2d {
    private MaxPooling2d() {}

    static Tensor apply(Tensor x, int sizeT, int sizeF, int strideT, int strideF) {
        Shape s = x.shape();
        if (s.rank() != 4 || s.get(1) < sizeT || s.get(2) < sizeF) {
            throw new ShapeException("max pooling wants x (N,T,F,C) at least as large as its " + sizeT + " x " + sizeF
                    + " window, got " + s);
        }
        Backend backend = x.backend();
        Pool2dShape shape = new Pool2dShape(s.get(0), s.get(1), s.get(2), s.get(3), sizeT, sizeF, strideT, strideF);
        Tensor y = Results.of(Shape.of(shape.n(), shape.outT(), shape.outF(), shape.c()), x);
        boolean halvesCount = sizeT * sizeF <= HalfPrecision.LARGEST_COUNT;
        Buffer argmax = y.allocate(y.shape().size(), y.isHalf() && halvesCount);
        backend.maxPool2d(shape, x.buffer(), y.buffer(), argmax);
        return y.withBackward((dy, d) -> backend.maxPool2dBackward(shape, dy, argmax, d[0]), argmax);
    }
}
