package org.timbrel.engine.tensor;

import java.util.Optional;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.DropoutDraw;

/**
 * y = dropout(maxPool2d(relu(x * w + bias))), windows of 2 x 2: x (N,T,F,C), w (KT,KF,C,O), bias (O), y (N,T'/2,F'/2,O). In
 * one kernel where the backend has one, else operation by operation.
 *
 * <p>Backward: dy goes through dropout, to the place of the largest value and through ReLU; then as {@link Convolution2d}.
 */
public final class ConvolutionBlock {
    /**
     * What stands beside the weights.
     *
     * @param padding what happens at the border
     * @param strideT step in time
     * @param strideF step in frequency
     * @param relu whether there is a ReLU
     * @param dropout what the dropout draws; null for none
     */
    public record Settings(Padding padding, int strideT, int strideF, boolean relu, DropoutDraw dropout) {}

    private ConvolutionBlock() {}

    /** The result; {@code bias} may be null. */
    public static Tensor apply(Tensor x, Tensor w, Tensor bias, Settings settings) {
        ConvBlock block = block(x.shape(), w.shape(), settings);
        Optional<ConvBlockKernel> kernel = x.backend().convBlock(block);
        return kernel.isPresent() ? fused(kernel.get(), block, x, w, bias) : oneByOne(x, w, bias, settings);
    }

    /** Whether a backend has one kernel for x and w of these shapes. */
    public static boolean isFused(Backend backend, Shape x, Shape w, Settings settings) {
        return backend.convBlock(block(x, w, settings)).isPresent();
    }

    private static ConvBlock block(Shape x, Shape w, Settings settings) {
        return new ConvBlock(
                Convolution2d.shape(x, w, settings.padding(), settings.strideT(), settings.strideF()),
                settings.relu(),
                settings.dropout());
    }

    private static Tensor fused(ConvBlockKernel kernel, ConvBlock block, Tensor x, Tensor w, Tensor bias) {
        Tensor[] inputs = bias == null ? new Tensor[] {x, w} : new Tensor[] {x, w, bias};
        Conv2dShape conv = block.conv();
        Shape shape = Shape.of(conv.n(), conv.outT() / 2, conv.outF() / 2, conv.o());
        Tensor y = Tensor.result(shape, inputs);
        Buffer places = y.allocateLike();
        kernel.forward(x.buffer(), w.buffer(), bias == null ? null : bias.buffer(), y.buffer(), places);
        return y.withBackward(
                dy -> {
                    x.addGradient(dx -> kernel.backwardInput(dy, places, w.buffer(), dx));
                    if (bias == null) {
                        w.addGradient(dw -> kernel.backwardWeights(x.buffer(), dy, places, dw, null));
                    } else {
                        Gradients.addAll(d -> kernel.backwardWeights(x.buffer(), dy, places, d[0], d[1]), w, bias);
                    }
                },
                places);
    }

    private static Tensor oneByOne(Tensor x, Tensor w, Tensor bias, Settings settings) {
        Activation activation = settings.relu() ? Activation.RELU : Activation.NONE;
        Tensor y = x.conv2d(w, bias, settings.padding(), settings.strideT(), settings.strideF(), activation)
                .maxPool2d(2, 2, 2, 2);
        DropoutDraw draw = settings.dropout();
        return draw == null ? y : y.dropout(draw.rate(), draw.seed(), draw.stream(), draw.step());
    }
}
