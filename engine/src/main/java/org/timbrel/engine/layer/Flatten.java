package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** All axes of an example in a row: (N,...) to (N,D). */
public final class Flatten implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();

    public Flatten(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "flatten";
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.size());
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Shape shape = x.shape();
        return x.reshape(Shape.of(shape.get(0), shape.product(1, shape.rank())));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
