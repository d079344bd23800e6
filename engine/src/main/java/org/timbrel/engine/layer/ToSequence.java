package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/**
 * The join from convolution to recurrence: images (N,T,F,C) become sequences (N,T,F*C), one step a row. Since channels and
 * frequency lie innermost, no number moves.
 */
public final class ToSequence implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();

    public ToSequence(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "toSequence";
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 3) {
            throw new ShapeException("toSequence layer '" + name + "' wants images (time, frequency, channels), got "
                    + input + "; put it straight after a convolution, a pooling or their dropout");
        }
        return Shape.of(input.get(0), input.get(1) * input.get(2));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Shape shape = x.shape();
        return x.reshape(Shape.of(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
