package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.tensor.LstmSequence;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * A long short-term memory over sequences (N,T,D), from a state of zeros; gives all hidden states (N,T,H) or the last one
 * (N,H). Gates in the order i, f, g, o. Keras has one bias; PyTorch has two, which are added, so that each learns at the same
 * rate and the sum at twice that. {@link LstmCell} is one step of it.
 */
public final class Lstm implements Layer {
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
     * An LSTM with one bias, as Keras has it, and parameters from {@code factory}.
     *
     * @param returnSequences true for all hidden states, false for the last one
     */
    public Lstm(String name, int in, int units, boolean returnSequences, ParameterFactory factory) {
        this(name, in, units, returnSequences, false, factory);
    }

    /**
     * An LSTM without dropout.
     *
     * @param returnSequences true for all hidden states, false for the last one
     * @param twoBiases true for biases (2,4H), PyTorch's {@code bias_ih} and {@code bias_hh}; false for one bias (4H)
     */
    public Lstm(String name, int in, int units, boolean returnSequences, boolean twoBiases, ParameterFactory factory) {
        this(name, in, units, returnSequences, twoBiases, RecurrentDropout.NONE, factory);
    }

    /**
     * An LSTM with parameters from {@code factory}.
     *
     * @param returnSequences true for all hidden states, false for the last one
     * @param twoBiases true for biases (2,4H), PyTorch's {@code bias_ih} and {@code bias_hh}; false for one bias (4H)
     * @param dropout of the input and between the steps
     */
    public Lstm(
            String name,
            int in,
            int units,
            boolean returnSequences,
            boolean twoBiases,
            RecurrentDropout dropout,
            ParameterFactory factory) {
        this.name = name;
        this.in = in;
        this.units = units;
        this.returnSequences = returnSequences;
        this.dropout = dropout;
        int gates = 4 * units;
        this.inputWeight =
                factory.trainable(name + ".weight", factory.scheme().lstm().input(), in, gates, in, gates);
        this.recurrentWeight = factory.trainable(
                name + ".recurrent_weight", factory.scheme().lstm().recurrent(), units, gates, units, gates);
        int[] biasShape = twoBiases ? new int[] {2, gates} : new int[] {gates};
        this.bias = factory.trainable(name + ".bias", factory.scheme().lstm().bias(), units, gates, biasShape);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "lstm " + units + (returnSequences ? ", all steps" : ", last step") + dropout.describe();
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("lstm", name, in, input);
        return returnSequences ? Shape.of(input.get(0), units) : Shape.of(units);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Tensor w = pass.cast(inputWeight.value(), x);
        Tensor u = pass.cast(recurrentWeight.value(), x);
        Tensor b = pass.cast(bias.value(), x);
        Tensor mask = dropout.mask(x, 4, units, pass);
        Tensor states = pass.cast(LstmSequence.apply(pass.cast(dropout.drop(x, pass)), w, u, b, mask));
        return returnSequences ? states : Sequences.last(states);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(inputWeight, recurrentWeight, bias);
    }

    @Override
    public long flops(Shape input) {
        return new LstmShape(1, input.get(0), in, units).flops();
    }
}
