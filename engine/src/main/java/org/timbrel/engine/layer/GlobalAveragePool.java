package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** The mean over all axes but the last: (N,T,F,C) or (N,T,C) to (N,C). */
public final class GlobalAveragePool implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();

    public GlobalAveragePool(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "globalAveragePool";
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 2) {
            throw new ShapeException("globalAveragePool layer '" + name
                    + "' wants images (time, frequency, channels) or sequences (time, features), got " + input
                    + "; leave it out");
        }
        return Shape.of(input.get(-1));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Shape shape = x.shape();
        int places = shape.product(1, shape.rank() - 1);
        return x.reshape(Shape.of(shape.get(0), places, shape.get(-1))).mean(1);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
