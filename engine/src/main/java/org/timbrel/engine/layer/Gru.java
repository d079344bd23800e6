package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.tensor.GruSequence;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * A gated recurrent unit over sequences (N,T,D), from a state of zeros; gives all hidden states (N,T,H) or the last one
 * (N,H). The reset gate acts after the product and there are two biases, as in PyTorch and in Keras by default
 * ({@code reset_after}). Gates in the order r, z, n (PyTorch's; Keras has z, r, h). {@link GruCell} is one step of it.
 */
public final class Gru implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final int in;
    private final int units;
    private final boolean returnSequences;
    private final RecurrentDropout dropout;
    private final Parameter inputWeight;
    private final Parameter recurrentWeight;
    private final Parameter bias;

    /**
     * A GRU with parameters from {@code factory}.
     *
     * @param returnSequences true for all hidden states, false for the last one
     */
    public Gru(String name, int in, int units, boolean returnSequences, ParameterFactory factory) {
        this(name, in, units, returnSequences, RecurrentDropout.NONE, factory);
    }

    /**
     * A GRU with dropout.
     *
     * @param returnSequences true for all hidden states, false for the last one
     * @param dropout of the input and between the steps
     */
    public Gru(
            String name,
            int in,
            int units,
            boolean returnSequences,
            RecurrentDropout dropout,
            ParameterFactory factory) {
        this.name = name;
        this.in = in;
        this.units = units;
        this.returnSequences = returnSequences;
        this.dropout = dropout;
        int gates = 3 * units;
        this.inputWeight =
                factory.trainable(name + ".weight", factory.scheme().gru().input(), in, gates, in, gates);
        this.recurrentWeight = factory.trainable(
                name + ".recurrent_weight", factory.scheme().gru().recurrent(), units, gates, units, gates);
        this.bias = factory.trainable(name + ".bias", factory.scheme().gru().bias(), units, gates, 2, gates);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "gru " + units + (returnSequences ? ", all steps" : ", last step") + dropout.describe();
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("gru", name, in, input);
        return returnSequences ? Shape.of(input.get(0), units) : Shape.of(units);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Tensor states = pass.cast(GruSequence.apply(
                pass.cast(dropout.drop(x, pass)),
                pass.cast(inputWeight.value(), x),
                pass.cast(recurrentWeight.value(), x),
                pass.cast(bias.value(), x),
                dropout.mask(x, 3, units, pass)));
        return returnSequences ? states : Sequences.last(states);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(inputWeight, recurrentWeight, bias);
    }

    @Override
    public long flops(Shape input) {
        return new GruShape(1, input.get(0), in, units).flops();
    }
}
