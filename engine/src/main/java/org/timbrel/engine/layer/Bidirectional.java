package org.timbrel.engine.layer;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.timbrel.engine.tensor.Reverse;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * Two recurrent layers over the same sequences (N,T,D), one of which reads them backwards; what they say is joined on the
 * last axis, forward first (Schuster and Paliwal, 1997). All steps give (N,T,2H): at step t the forward layer has read
 * 0 ... t and the backward one T-1 ... t. The last step alone gives (N,2H): each layer's own last step, when it has read
 * everything, as in Keras.
 *
 * <pre>
 * new Bidirectional("memory", name -> new Lstm(name, 13, 64, true, factory))
 * </pre>
 */
public final class Bidirectional implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final Layer forward;
    private final Layer backward;

    /**
     * Two layers, whose names end in {@code .forward} and {@code .backward}.
     *
     * @param direction makes a layer of the given name that takes sequences and gives sequences of the same length or one
     *     vector
     */
    public Bidirectional(String name, Function<String, Layer> direction) {
        this.name = name;
        this.forward = direction.apply(name + ".forward");
        this.backward = direction.apply(name + ".backward");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "bidirectional " + forward.describe();
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape one = forward.outputShape(input);
        return one.with(-1, 2 * one.get(-1));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Tensor ahead = forward.forward(x, pass);
        Tensor back = backward.forward(Reverse.apply(x, 1), pass);
        boolean allSteps = back.shape().rank() == 3;
        return Tensor.concat(-1, List.of(ahead, allSteps ? Reverse.apply(back, 1) : back));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.of(forward, backward)
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }

    @Override
    public long flops(Shape input) {
        return forward.flops(input) + backward.flops(input);
    }
}
