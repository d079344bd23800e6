package org.timbrel.engine.optimizer;

import java.util.List;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/**
 * Dynamic loss scaling (Micikevicius and others, 2018) as PyTorch's {@code torch.amp.GradScaler} does it. A loss that is
 * multiplied by a large number has gradients that don't vanish in half precision; before the update they are divided by it.
 * When one is not finite, the number was too large: that step is left out and the next is scaled less. After many good steps
 * more is tried again.
 *
 * <pre>
 * scaler.scale(loss).backward();
 * if (scaler.unscale()) {
 *     optimizer.step(learningRate);
 * }
 * </pre>
 */
public final class GradientScaler {
    /**
     * How the scale changes.
     *
     * @param initial the first scale
     * @param growth factor after {@code interval} good steps in a row
     * @param backoff factor after a step whose gradients are not finite
     * @param interval good steps before the scale grows
     */
    public record Settings(double initial, double growth, double backoff, int interval) {
        /** PyTorch 2: 65536, 2, 0.5, 2000. */
        public static Settings pytorch() {
            return new Settings(65536, 2, 0.5, 2000);
        }
    }

    /**
     * Where it stands.
     *
     * @param scale of the next loss
     * @param goodSteps in a row, since the scale last changed
     */
    public record State(double scale, int goodSteps) {}

    private final List<Tensor> weights;
    private final Settings settings;
    private State state;

    /** A scaler of the gradients of the trainable ones of the parameters. */
    public GradientScaler(List<Parameter> parameters, Settings settings) {
        this.weights =
                Moments.trainable(parameters).stream().map(Parameter::value).toList();
        this.settings = settings;
        this.state = new State(settings.initial(), 0);
    }

    /** The loss, scaled, to go back from. */
    public Tensor scale(Tensor loss) {
        return loss.affine(state.scale(), 0);
    }

    /**
     * Divides the gradients by the scale of their loss, and sets the scale of the next one.
     *
     * @return whether all gradients are finite; if not they are forgotten, and the step is to be left out
     */
    public boolean unscale() {
        boolean finite = true;
        for (Tensor w : weights) {
            Tensor gradient = w.gradient();
            if (gradient != null) {
                int n = gradient.shape().size();
                w.backend().affine(gradient.buffer(), 1 / state.scale(), 0, gradient.buffer(), n);
                finite &= isFinite(gradient);
            }
        }
        if (!finite) {
            weights.forEach(Tensor::clearGradient);
        }
        state = finite ? afterGoodStep() : new State(state.scale() * settings.backoff(), 0);
        return finite;
    }

    private static boolean isFinite(Tensor gradient) {
        for (float value : gradient.toFloats()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private State afterGoodStep() {
        int goodSteps = state.goodSteps() + 1;
        if (goodSteps < settings.interval()) {
            return new State(state.scale(), goodSteps);
        }
        double grown = state.scale() * settings.growth();
        return new State(grown <= Float.MAX_VALUE ? grown : state.scale(), 0);
    }

    /** What it keeps between steps, so that training can go on from a checkpoint. */
    public State state() {
        return state;
    }

    /** Goes on from {@link #state}. */
    public void resumeAt(State checkpoint) {
        this.state = checkpoint;
    }
}
