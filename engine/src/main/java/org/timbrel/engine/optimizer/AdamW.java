package org.timbrel.engine.optimizer;

import java.util.List;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), in the order of PyTorch and Keras: w = w - rate decay w,
 * then the step of {@link Adam}. Biases and normalisation decay with the other parameters, as they do there.
 */
public final class AdamW implements Optimizer {
    private final Adam adam;
    private final List<Parameter> parameters;
    private final double decay;

    /**
     * AdamW on the trainable ones of the parameters.
     *
     * @param decay share of a weight that goes at each step, times the learning rate
     */
    public AdamW(List<Parameter> parameters, Adam.Settings settings, double decay) {
        this.adam = new Adam(parameters, settings);
        this.parameters = Moments.trainable(parameters);
        this.decay = decay;
    }

    @Override
    public void step(double learningRate) {
        for (Parameter parameter : parameters) {
            Tensor w = parameter.value();
            if (w.gradient() != null) {
                w.backend()
                        .affine(
                                w.buffer(),
                                1 - learningRate * decay,
                                0,
                                w.buffer(),
                                w.shape().size());
            }
        }
        adam.step(learningRate);
    }

    @Override
    public long steps() {
        return adam.steps();
    }

    @Override
    public List<Parameter> state() {
        return adam.state();
    }

    @Override
    public void resumeAt(long steps) {
        adam.resumeAt(steps);
    }
}
