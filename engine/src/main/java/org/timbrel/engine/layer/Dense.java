package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.tensor.DenseProduct;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** y = f(x w + bias) along the last axis: x (N,...,in), w (in,out), bias (out). */
public final class Dense implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final int in;
    private final int out;
    private final Activation activation;
    private final DenseProduct product;
    private final Parameter weight;
    private final Parameter bias;

    public Dense(String name, int in, int out, Activation activation, boolean useBias, ParameterFactory factory) {
        this.name = name;
        this.in = in;
        this.out = out;
        this.activation = activation;
        this.product = new DenseProduct(activation);
        this.weight = factory.trainable(name + ".weight", factory.scheme().weight(), in, out, in, out);
        this.bias = useBias ? factory.trainable(name + ".bias", factory.scheme().bias(), in, out, out) : null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "dense " + out + ActivationLayer.suffix(activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0 || input.get(-1) != in) {
            throw new ShapeException("dense layer '" + name + "' wants " + in + " features on the last axis, got "
                    + input + "; set its inputs to that, or put flatten or globalAveragePool before it");
        }
        return input.with(-1, out);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Tensor b = bias == null ? null : pass.cast(bias.value(), x);
        return pass.cast(product.apply(pass.cast(x), pass.cast(weight.value(), x), b));
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public long flops(Shape input) {
        return 2L * (input.size() / in) * in * out;
    }
}
