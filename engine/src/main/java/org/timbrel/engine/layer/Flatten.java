package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** All axes of an example in a row: (N,...) to (N,D). */
public final class Flatten implements Layer {
    private final String name;

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
        return x.reshape(x.shape().get(0), Batches.example(x).size());
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
