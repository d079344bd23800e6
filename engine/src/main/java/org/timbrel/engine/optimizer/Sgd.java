package org.timbrel.engine.optimizer;

import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/**
 * Stochastic gradient descent with momentum, in Keras's form: v = momentum v - learningRate g, w = w + v. PyTorch scales by
 * the learning rate afterwards; the two agree while the rate is constant.
 */
public final class Sgd implements Optimizer {
    private final List<Parameter> parameters;
    private final List<Parameter> velocities;
    private final double momentum;
    private long steps;

    /**
     * Gradient descent on the trainable ones of the parameters.
     *
     * @param momentum share of the last step that is kept, 0 for plain gradient descent
     */
    public Sgd(List<Parameter> parameters, double momentum) {
        this.parameters = Moments.trainable(parameters);
        this.velocities = Moments.zeros(this.parameters, "velocity");
        this.momentum = momentum;
    }

    @Override
    public void step(double learningRate) {
        steps++;
        for (int i = 0; i < parameters.size(); i++) {
            Tensor w = parameters.get(i).value();
            Tensor gradient = w.gradient();
            if (gradient != null) {
                Backend backend = w.backend();
                Tensor velocity = velocities.get(i).value();
                backend.sgd(
                        w.buffer(),
                        gradient.buffer(),
                        velocity.buffer(),
                        learningRate,
                        momentum,
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
        return velocities;
    }

    @Override
    public void resumeAt(long steps) {
        this.steps = steps;
    }
}
