package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.init.Initializer;
import org.timbrel.engine.tensor.BatchNormalization;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/**
 * Batch normalisation over all axes but the last: by the batch's statistics while training, by their running means
 * afterwards.
 */
public final class BatchNorm implements Layer {
    /**
     * What the frameworks disagree on.
     *
     * @param momentum share of the running statistics that stays at each step
     * @param epsilon added to the variance
     * @param unbiased whether the running variance divides by m - 1
     */
    public record Convention(double momentum, double epsilon, boolean unbiased) {
        /** Keras 3: momentum 0.99, epsilon 0.001, biased. */
        public static Convention keras() {
            return new Convention(0.99, 1e-3, false);
        }

        /** PyTorch 2: its momentum 0.1 is 0.9 here, epsilon 0.00001, unbiased. */
        public static Convention pytorch() {
            return new Convention(0.9, 1e-5, true);
        }
    }

    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final int channels;
    private final Convention convention;
    private final Parameter gamma;
    private final Parameter beta;
    private final Parameter runningMean;
    private final Parameter runningVariance;

    public BatchNorm(String name, int channels, Convention convention, ParameterFactory factory) {
        this.name = name;
        this.channels = channels;
        this.convention = convention;
        this.gamma = factory.trainable(name + ".gamma", Initializer.constant(1), channels, channels, channels);
        this.beta = factory.trainable(name + ".beta", Initializer.constant(0), channels, channels, channels);
        this.runningMean = factory.statistic(name + ".running_mean", 0, channels);
        this.runningVariance = factory.statistic(name + ".running_variance", 1, channels);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "batchNorm";
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0 || input.get(-1) != channels) {
            throw new ShapeException("batchNorm layer '" + name + "' wants " + channels
                    + " channels on the last axis, got " + input + "; set its channels to those of the layer before");
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        if (!pass.training()) {
            return BatchNormalization.infer(
                    x, gamma.value(), beta.value(), runningMean.value(), runningVariance.value(), convention.epsilon());
        }
        BatchNormalization.Result result =
                BatchNormalization.train(x, gamma.value(), beta.value(), convention.epsilon());
        follow(result);
        return result.y();
    }

    Tensor gamma() {
        return gamma.value();
    }

    Tensor beta() {
        return beta.value();
    }

    double epsilon() {
        return convention.epsilon();
    }

    /** Moves the running statistics towards those of a batch. */
    void follow(BatchNormalization.Result result) {
        int rows = result.rows();
        double correction = convention.unbiased() && rows > 1 ? rows / (rows - 1.0) : 1;
        follow(runningMean, result.mean(), 1);
        follow(runningVariance, result.variance(), correction);
    }

    private void follow(Parameter running, Tensor batch, double correction) {
        Backend backend = batch.backend();
        double momentum = convention.momentum();
        backend.affine(running.value().buffer(), momentum, 0, running.value().buffer(), channels);
        backend.addScaled(
                batch.buffer(), (1 - momentum) * correction, running.value().buffer(), channels);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta, runningMean, runningVariance);
    }
}
