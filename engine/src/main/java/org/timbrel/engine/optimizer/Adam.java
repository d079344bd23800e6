package org.timbrel.engine.optimizer;

import java.util.List;
import java.util.stream.Stream;
import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/**
 * Adam (Kingma and Ba, 2015):
 *
 * <pre>
 *   m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
 *   PyTorch:  w = w - rate / (1 - beta1^t)  m / (sqrt(v / (1 - beta2^t)) + epsilon)
 *   Keras:    w = w - rate sqrt(1 - beta2^t) / (1 - beta1^t)  m / (sqrt(v) + epsilon)
 *   in root:  w = w - rate / (1 - beta1^t)  m / sqrt(v / (1 - beta2^t) + epsilon)
 * </pre>
 *
 * The forms differ in where epsilon stands; Keras's is the one after Algorithm 1 of the paper ("epsilon hat").
 */
public final class Adam implements Optimizer {
    /** Where epsilon stands. */
    public enum EpsilonPlace {
        /** Beside the root of the corrected square. */
        PYTORCH,
        /** Beside the root of the square before its correction. */
        KERAS,
        /** Under the root of the corrected square. */
        IN_ROOT
    }

    /**
     * The numbers of Adam.
     *
     * @param beta1 decay of the mean
     * @param beta2 decay of the squared mean
     * @param epsilon keeps the division finite
     * @param place where epsilon stands
     */
    public record Settings(double beta1, double beta2, double epsilon, EpsilonPlace place) {
        /** Keras 3: 0.9, 0.999, 1e-7. */
        public static Settings keras() {
            return new Settings(0.9, 0.999, 1e-7, EpsilonPlace.KERAS);
        }

        /** PyTorch 2: 0.9, 0.999, 1e-8. */
        public static Settings pytorch() {
            return new Settings(0.9, 0.999, 1e-8, EpsilonPlace.PYTORCH);
        }

        AdamStep step(double learningRate, long t) {
            double correction1 = 1 - Math.pow(beta1, (double) t);
            double correction2 = Math.sqrt(1 - Math.pow(beta2, (double) t));
            double rate = learningRate / correction1;
            return switch (place) {
                case PYTORCH -> new AdamStep(beta1, beta2, rate, 1 / correction2, epsilon);
                case KERAS -> new AdamStep(beta1, beta2, learningRate * correction2 / correction1, 1, epsilon);
                case IN_ROOT ->
                    new AdamStep(beta1, beta2, rate, epsilon * correction2 * correction2, 1 / correction2, 0);
            };
        }
    }

    private final List<Parameter> parameters;
    private final List<Parameter> means;
    private final List<Parameter> squares;
    private final Settings settings;
    private long steps;

    public Adam(List<Parameter> parameters, Settings settings) {
        this.parameters = Moments.trainable(parameters);
        this.means = Moments.zeros(this.parameters, "mean");
        this.squares = Moments.zeros(this.parameters, "square");
        this.settings = settings;
    }

    @Override
    public void step(double learningRate) {
        steps++;
        AdamStep step = settings.step(learningRate, steps);
        for (int i = 0; i < parameters.size(); i++) {
            Tensor w = parameters.get(i).value();
            Tensor gradient = w.gradient();
            if (gradient != null) {
                w.backend()
                        .adam(
                                w.buffer(),
                                gradient.buffer(),
                                means.get(i).value().buffer(),
                                squares.get(i).value().buffer(),
                                step,
                                w.shape().size());
                w.clearGradient();
            }
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public List<Parameter> state() {
        return Stream.concat(means.stream(), squares.stream()).toList();
    }

    @Override
    public void resumeAt(long steps) {
        this.steps = steps;
    }
}
