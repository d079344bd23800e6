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
 *
 * <p>Belongs to one layer: what it finds out about inputs of one shape serves all steps with such inputs.
 */
public final class ConvolutionBlock {
    /**
     * What stands beside the weights.
     *
     * @param padding what happens at the border
     * @param strideT step in time
     * @param strideF step in frequency
     * @param relu whether there is a ReLU
     */
    public record Settings(Padding padding, int strideT, int strideF, boolean relu) {}

    /**
     * What holds for all inputs and weights of one shape.
     *
     * @param y shape of the result
     * @param kernel null where the backend has none
     */
    private record Plan(Backend backend, Shape x, Shape w, double dropout, Shape y, ConvBlockKernel kernel) {
        boolean fits(Tensor input, Tensor weights, double rate) {
            return backend == input.backend()
                    && x.equals(input.shape())
                    && w.equals(weights.shape())
                    && dropout == rate;
        }
    }

    private final Settings settings;
    private Plan last;

    public ConvolutionBlock(Settings settings) {
        this.settings = settings;
    }

    /**
     * The result.
     *
     * @param bias null for none
     * @param draw what the dropout draws; null for none
     */
    public Tensor apply(Tensor x, Tensor w, Tensor bias, DropoutDraw draw) {
        double dropout = draw == null ? 0 : draw.rate();
        Plan plan = last;
        if (plan == null || !plan.fits(x, w, dropout)) {
            plan = plan(x.backend(), x.shape(), w.shape(), dropout);
            last = plan;
        }
        return plan.kernel == null ? oneByOne(x, w, bias, draw) : fused(plan, x, w, bias, draw);
    }

    /** Whether a backend has one kernel for x and w of these shapes. */
    public boolean isFused(Backend backend, Shape x, Shape w) {
        return plan(backend, x, w, 0).kernel != null;
    }

    private Plan plan(Backend backend, Shape x, Shape w, double dropout) {
        Conv2dShape conv = Convolution2d.shape(x, w, settings.padding(), settings.strideT(), settings.strideF());
        Optional<ConvBlockKernel> kernel = backend.convBlock(new ConvBlock(conv, settings.relu(), dropout));
        Shape y = Shape.of(conv.n(), conv.outT() / 2, conv.outF() / 2, conv.o());
        return new Plan(backend, x, w, dropout, y, kernel.orElse(null));
    }

    private static Tensor fused(Plan plan, Tensor x, Tensor w, Tensor bias, DropoutDraw draw) {
        ConvBlockKernel kernel = plan.kernel;
        Tensor y = bias == null ? Results.of(plan.y, x, w) : Results.of(plan.y, x, w, bias);
        Buffer places = y.allocateLike();
        kernel.forward(x.buffer(), w.buffer(), bias == null ? null : bias.buffer(), draw, y.buffer(), places);
        return y.withJointBackward(
                1,
                (dy, d) -> {
                    if (d[0] != null) {
                        kernel.backwardInput(dy, places, w.buffer(), d[0]);
                    }
                    kernel.backwardWeights(x.buffer(), dy, places, d[1], bias == null ? null : d[2]);
                },
                places);
    }

    private Tensor oneByOne(Tensor x, Tensor w, Tensor bias, DropoutDraw draw) {
        Activation activation = settings.relu() ? Activation.RELU : Activation.NONE;
        Tensor y = x.conv2d(w, bias, settings.padding(), settings.strideT(), settings.strideF(), activation)
                .maxPool2d(2, 2, 2, 2);
        return draw == null ? y : y.dropout(draw.rate(), draw.seed(), draw.stream(), draw.step());
    }
}
