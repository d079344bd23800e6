package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.init.Initializer;
import org.timbrel.engine.tensor.LayerNormalization;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** Layer normalisation over the last axis, with a scale and a shift for each feature; the same in training and inference. */
public final class LayerNorm implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final int features;
    private final double epsilon;
    private final Parameter gamma;
    private final Parameter beta;

    /**
     * A layer that begins with scale 1 and shift 0.
     *
     * @param features length of the last axis
     * @param epsilon added to the variance: 0.001 in Keras, 0.00001 in PyTorch
     */
    public LayerNorm(String name, int features, double epsilon, ParameterFactory factory) {
        this.name = name;
        this.features = features;
        this.epsilon = epsilon;
        this.gamma = factory.trainable(name + ".gamma", Initializer.constant(1), features, features, features);
        this.beta = factory.trainable(name + ".beta", Initializer.constant(0), features, features, features);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "layerNorm";
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0 || input.get(-1) != features) {
            throw new ShapeException("layerNorm layer '" + name + "' wants " + features
                    + " features on the last axis, got " + input + "; set its features to those of the layer before");
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        return LayerNormalization.apply(x, gamma.value(), beta.value(), epsilon);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta);
    }
}
