package org.timbrel.engine.layer;

import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** What layers over sequences (N,T,D) share: the rule for their input, and the last step of their output. */
final class Sequences {
    private Sequences() {}

    /** Refuses examples that are no sequences of {@code in} features, in the words of a layer of that kind and name. */
    static void check(String layer, String name, int in, Shape input) {
        if (input.rank() == 3) {
            throw new ShapeException(
                    layer + " layer '" + name + "' wants sequences (time, " + in + " features), got images "
                            + input
                            + " (time, frequency, channels); put a toSequence layer before it, which makes them sequences ("
                            + input.get(0) + ", " + input.get(1) * input.get(2) + ")");
        }
        if (input.rank() != 2 || input.get(1) != in) {
            throw new ShapeException(
                    layer + " layer '" + name + "' wants sequences (time, " + in + " features), got " + input
                            + (input.rank() == 1
                                    ? "; let the layer before it return sequences, or leave out what flattens them"
                                    : "; set its inputs to " + input.get(1) + ", or mend the layer before it"));
        }
    }

    /** The last step (N,H) of states (N,T,H). */
    static Tensor last(Tensor states) {
        Shape shape = states.shape();
        int last = shape.get(1) - 1;
        return states.slice(1, last, last + 1).reshape(Shape.of(shape.get(0), shape.get(2)));
    }
}
