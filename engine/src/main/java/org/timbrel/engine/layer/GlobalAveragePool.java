package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** The mean over all axes but the last: (N,T,F,C) or (N,T,C) to (N,C). */
public final class GlobalAveragePool implements Layer {
    private final String name;

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
        int channels = outputShape(Batches.example(x)).get(0);
        int n = x.shape().get(0);
        return x.reshape(n, x.shape().size() / (n * channels), channels).mean(1);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
