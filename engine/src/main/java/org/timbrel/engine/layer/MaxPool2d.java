package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** The largest value of each window over time and frequency; windows lie side by side, what is left over is dropped. */
public final class MaxPool2d implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final int sizeT;
    private final int sizeF;

    public MaxPool2d(String name, int sizeT, int sizeF) {
        this.name = name;
        this.sizeT = sizeT;
        this.sizeF = sizeF;
    }

    boolean isTwoByTwo() {
        return sizeT == 2 && sizeF == 2;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "maxPool2d " + sizeT + " x " + sizeF;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 3 || input.get(0) < sizeT || input.get(1) < sizeF) {
            throw new ShapeException(
                    "maxPool2d layer '" + name + "' wants images (time, frequency, channels) of at least " + sizeT
                            + " x " + sizeF + ", got " + input + "; use a smaller window, or fewer poolings before it");
        }
        return Shape.of(input.get(0) / sizeT, input.get(1) / sizeF, input.get(2));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        return x.maxPool2d(sizeT, sizeF, sizeT, sizeF);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
