package org.timbrel.engine.tensor;

import java.util.Optional;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.NormalisedConvBlock;
import org.timbrel.engine.backend.NormalisedConvBlockKernel;

/**
 * y = dropout(maxPool2d(relu(batchNorm(relu(x * w + bias))))), windows of 2 x 2, by the batch's own statistics: x (N,T,F,C), w
 * (KT,KF,C,O), bias, gamma and beta (O), y (N,T'/2,F'/2,O). Each ReLU may be left out. In one kernel where the backend has
 * one, else operation by operation.
 *
 * <p>Backward: dy goes through dropout, to the place of the largest value and through ReLU; then as {@link
 * BatchNormalization} and {@link Convolution2d}.
 */
public final class NormalisedConvolutionBlock {
    /**
     * What stands beside the weights.
     *
     * @param padding what happens at the border
     * @param strideT step in time
     * @param strideF step in frequency
     * @param reluBefore whether there is a ReLU before the normalisation
     * @param reluAfter whether there is one after it
     * @param epsilon added to the variance
     * @param dropout what the dropout draws; null for none
     */
    public record Settings(
            Padding padding,
            int strideT,
            int strideF,
            boolean reluBefore,
            boolean reluAfter,
            double epsilon,
            DropoutDraw dropout) {}

    /**
     * What is learned.
     *
     * @param w (KT,KF,C,O)
     * @param bias (O), null for none
     * @param gamma (O)
     * @param beta (O)
     */
    public record Weights(Tensor w, Tensor bias, Tensor gamma, Tensor beta) {}

    private NormalisedConvolutionBlock() {}

    /** The result, with the mean and the variance of what was normalised. */
    public static BatchNormalization.Result apply(Tensor x, Weights weights, Settings settings) {
        NormalisedConvBlock block = block(x.shape(), weights.w().shape(), settings);
        Optional<NormalisedConvBlockKernel> kernel = x.backend().normalisedConvBlock(block);
        return kernel.isPresent() ? fused(kernel.get(), block, x, weights) : oneByOne(x, weights, settings);
    }

    /** Whether a backend has one kernel for x and w of these shapes. */
    public static boolean isFused(Backend backend, Shape x, Shape w, Settings settings) {
        return backend.normalisedConvBlock(block(x, w, settings)).isPresent();
    }

    private static NormalisedConvBlock block(Shape x, Shape w, Settings settings) {
        return new NormalisedConvBlock(
                Convolution2d.shape(x, w, settings.padding(), settings.strideT(), settings.strideF()),
                settings.reluBefore(),
                settings.reluAfter(),
                settings.epsilon(),
                settings.dropout());
    }

    private static BatchNormalization.Result fused(
            NormalisedConvBlockKernel kernel, NormalisedConvBlock block, Tensor x, Weights weights) {
        Conv2dShape conv = block.conv();
        Tensor w = weights.w();
        Tensor bias = weights.bias();
        Tensor gamma = weights.gamma();
        Tensor beta = weights.beta();
        Tensor[] inputs = bias == null ? new Tensor[] {x, w, gamma, beta} : new Tensor[] {x, w, bias, gamma, beta};
        Tensor y = Tensor.result(Shape.of(conv.n(), conv.outT() / 2, conv.outF() / 2, conv.o()), inputs);
        Tensor mean = y.constantLike(gamma.shape());
        Tensor variance = y.constantLike(gamma.shape());
        NormalisedConvBlockKernel.Kept kept = new NormalisedConvBlockKernel.Kept(
                y.allocateScratch(conv.n() * conv.outT() * conv.outF() * conv.o()),
                y.allocateLike(),
                y.allocateLike(),
                mean.buffer(),
                variance.buffer(),
                y.allocateScratch(conv.o()));
        Buffer biasBuffer = bias == null ? null : bias.buffer();
        kernel.forward(x.buffer(), w.buffer(), biasBuffer, gamma.buffer(), beta.buffer(), y.buffer(), kept);
        y.withBackward(
                dy -> Gradients.addAll(
                        d -> {
                            NormalisedConvBlockKernel.Gradient gradient =
                                    new NormalisedConvBlockKernel.Gradient(dy, kept, gamma.buffer(), d[0], d[1]);
                            kernel.backwardNormalisation(gradient);
                            x.addGradient(dx -> kernel.backwardInput(gradient, w.buffer(), dx));
                            if (bias == null) {
                                w.addGradient(dw -> kernel.backwardWeights(gradient, x.buffer(), dw, null));
                            } else {
                                Gradients.addAll(
                                        g -> kernel.backwardWeights(gradient, x.buffer(), g[0], g[1]), w, bias);
                            }
                        },
                        gamma,
                        beta),
                kept.convolved(),
                kept.extremes(),
                kept.places(),
                kept.invStd());
        return new BatchNormalization.Result(y, mean, variance, conv.n() * conv.outT() * conv.outF());
    }

    private static BatchNormalization.Result oneByOne(Tensor x, Weights weights, Settings settings) {
        Activation before = settings.reluBefore() ? Activation.RELU : Activation.NONE;
        Tensor z = x.conv2d(
                weights.w(), weights.bias(), settings.padding(), settings.strideT(), settings.strideF(), before);
        BatchNormalization.Result normalised =
                BatchNormalization.train(z, weights.gamma(), weights.beta(), settings.epsilon());
        Tensor y = settings.reluAfter() ? normalised.y().relu() : normalised.y();
        y = y.maxPool2d(2, 2, 2, 2);
        DropoutDraw draw = settings.dropout();
        return new BatchNormalization.Result(
                draw == null ? y : y.dropout(draw.rate(), draw.seed(), draw.stream(), draw.step()),
                normalised.mean(),
                normalised.variance(),
                normalised.rows());
    }
}
