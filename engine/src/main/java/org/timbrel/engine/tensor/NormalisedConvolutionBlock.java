package org.timbrel.engine.tensor;

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
 *
 * <p>Belongs to one layer: what it finds out about inputs of one shape serves all steps with such inputs.
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
     */
    public record Settings(
            Padding padding, int strideT, int strideF, boolean reluBefore, boolean reluAfter, double epsilon) {}

    /**
     * What is learned.
     *
     * @param w (KT,KF,C,O)
     * @param bias (O), null for none
     * @param gamma (O)
     * @param beta (O)
     */
    public record Weights(Tensor w, Tensor bias, Tensor gamma, Tensor beta) {}

    /**
     * What holds for all inputs and weights of one shape.
     *
     * @param conv the convolution
     * @param y shape of the result
     * @param kernel null where the backend has none
     */
    private record Plan(
            Backend backend, Shape x, double dropout, Conv2dShape conv, Shape y, NormalisedConvBlockKernel kernel) {
        boolean fits(Tensor input, double rate) {
            return backend == input.backend() && x.equals(input.shape()) && dropout == rate;
        }
    }

    private final Weights weights;
    private final Settings settings;
    private Plan last;

    public NormalisedConvolutionBlock(Weights weights, Settings settings) {
        this.weights = weights;
        this.settings = settings;
    }

    /**
     * The result, with the mean and the variance of what was normalised.
     *
     * @param draw what the dropout draws; null for none
     */
    public BatchNormalization.Result apply(Tensor x, DropoutDraw draw) {
        double dropout = draw == null ? 0 : draw.rate();
        Plan plan = last;
        if (plan == null || !plan.fits(x, dropout)) {
            plan = plan(x.backend(), x.shape(), dropout);
            last = plan;
        }
        return plan.kernel == null ? oneByOne(x, draw) : fused(plan, x, draw);
    }

    /** Whether a backend has one kernel for x of this shape. */
    public boolean isFused(Backend backend, Shape x) {
        return plan(backend, x, 0).kernel != null;
    }

    private Plan plan(Backend backend, Shape x, double dropout) {
        Conv2dShape conv =
                Convolution2d.shape(x, weights.w().shape(), settings.padding(), settings.strideT(), settings.strideF());
        NormalisedConvBlock block =
                new NormalisedConvBlock(conv, settings.reluBefore(), settings.reluAfter(), settings.epsilon(), dropout);
        Shape y = Shape.of(conv.n(), conv.outT() / 2, conv.outF() / 2, conv.o());
        NormalisedConvBlockKernel kernel = backend.normalisedConvBlock(block).orElse(null);
        return new Plan(backend, x, dropout, conv, y, kernel);
    }

    private BatchNormalization.Result fused(Plan plan, Tensor x, DropoutDraw draw) {
        NormalisedConvBlockKernel kernel = plan.kernel;
        Conv2dShape conv = plan.conv;
        Tensor w = weights.w();
        Tensor bias = weights.bias();
        Tensor gamma = weights.gamma();
        Tensor beta = weights.beta();
        Tensor y = bias == null ? Results.of(plan.y, x, w, gamma, beta) : Results.of(plan.y, x, w, gamma, beta, bias);
        Tensor mean = y.constantLike(gamma.shape());
        Tensor variance = y.constantLike(gamma.shape());
        NormalisedConvBlockKernel.Kept kept = new NormalisedConvBlockKernel.Kept(
                kernel.keepsConvolved() ? y.allocateScratch(conv.n() * conv.outT() * conv.outF() * conv.o()) : null,
                y.allocateLike(),
                y.allocateLike(),
                mean.buffer(),
                variance.buffer(),
                y.allocateScratch(conv.o()));
        Buffer biasBuffer = bias == null ? null : bias.buffer();
        kernel.forward(x.buffer(), w.buffer(), biasBuffer, gamma.buffer(), beta.buffer(), draw, y.buffer(), kept);
        y.withJointBackward(
                1,
                (dy, d) -> {
                    NormalisedConvBlockKernel.Gradient gradient = new NormalisedConvBlockKernel.Gradient(
                            x.buffer(), w.buffer(), biasBuffer, dy, kept, gamma.buffer(), d[2], d[3]);
                    kernel.backwardNormalisation(gradient);
                    if (d[0] != null) {
                        kernel.backwardInput(gradient, d[0]);
                    }
                    kernel.backwardWeights(gradient, d[1], bias == null ? null : d[4]);
                },
                kept.convolved(),
                kept.extremes(),
                kept.places(),
                kept.invStd());
        return new BatchNormalization.Result(y, mean, variance, conv.n() * conv.outT() * conv.outF());
    }

    private BatchNormalization.Result oneByOne(Tensor x, DropoutDraw draw) {
        Activation before = settings.reluBefore() ? Activation.RELU : Activation.NONE;
        Tensor z = x.conv2d(
                weights.w(), weights.bias(), settings.padding(), settings.strideT(), settings.strideF(), before);
        BatchNormalization.Result normalised =
                BatchNormalization.train(z, weights.gamma(), weights.beta(), settings.epsilon());
        Tensor y = settings.reluAfter() ? normalised.y().relu() : normalised.y();
        y = y.maxPool2d(2, 2, 2, 2);
        return new BatchNormalization.Result(
                draw == null ? y : y.dropout(draw.rate(), draw.seed(), draw.stream(), draw.step()),
                normalised.mean(),
                normalised.variance(),
                normalised.rows());
    }
}
