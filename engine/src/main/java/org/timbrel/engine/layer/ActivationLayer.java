package org.timbrel.engine.layer;

import java.util.List;
import java.util.Locale;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** An activation that stands alone, where something comes between it and the layer that it follows. */
public final class ActivationLayer implements Layer {
    private final String name;
    private final Activation activation;

    public ActivationLayer(String name, Activation activation) {
        this.name = name;
        this.activation = activation;
    }

    static String suffix(Activation activation) {
        return activation == Activation.NONE ? "" : ", " + activation.name().toLowerCase(Locale.ROOT);
    }

    Activation activation() {
        return activation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return activation == Activation.NONE ? x : x.map(activation.map());
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
