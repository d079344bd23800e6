package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * y = f(x * w + bias), a cross-correlation over time and frequency, channels last: x (N,T,F,C), w (KT,KF,C,O), bias (O), y
 * (N,T',F',O). {@link Conv2dShape} has the formula.
 *
 * <p>Backward, with g = dy f'(z): dx is g correlated with w turned by 180 degrees, dw is x correlated with g, dbias is g
 * summed over N, T' and F'.
 */
final class Convolution2d {
    private Convolution2d() {}

    static Tensor apply(
            Tensor x, Tensor w, Tensor bias, Padding padding, int strideT, int strideF, Activation activation) {
        Conv2dShape shape = shape(x.shape(), w.shape(), padding, strideT, strideF);
        Backend backend = x.backend();
        Tensor[] inputs = bias == null ? new Tensor[] {x, w} : new Tensor[] {x, w, bias};
        Tensor y = Results.of(Shape.of(shape.n(), shape.outT(), shape.outF(), shape.o()), inputs);
        backend.conv2d(shape, x.buffer(), w.buffer(), bias == null ? null : bias.buffer(), activation, y.buffer());
        return y.withJointBackward(1, (dy, d) -> {
            Buffer g = ActivationGradient.of(activation, y, dy);
            if (d[0] != null) {
                backend.conv2dBackwardInput(shape, g, w.buffer(), d[0]);
            }
            backend.conv2dBackwardWeights(shape, x.buffer(), g, d[1], bias == null ? null : d[2]);
        });
    }

    static Conv2dShape shape(Shape x, Shape w, Padding padding, int strideT, int strideF) {
        if (x.rank() != 4 || w.rank() != 4 || x.get(3) != w.get(2)) {
            throw new ShapeException("conv2d wants x (N,T,F,C) and weights (KT,KF,C,O), got " + x + " and " + w);
        }
        int kt = w.get(0);
        int kf = w.get(1);
        int o = w.get(3);
        if (padding == Padding.SAME) {
            return Conv2dShape.same(x.get(0), x.get(1), x.get(2), x.get(3), kt, kf, o, strideT, strideF);
        }
        if (x.get(1) < kt || x.get(2) < kf) {
            throw new ShapeException("a " + kt + " x " + kf + " kernel with 'valid' padding doesn't fit into " + x
                    + "; use 'same' padding, a smaller kernel or a larger input");
        }
        return Conv2dShape.valid(x.get(0), x.get(1), x.get(2), x.get(3), kt, kf, o, strideT, strideF);
    }
}
