package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.random.Streams;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** Zeroes a share of the values while training and scales up the others; does nothing afterwards. */
public final class Dropout implements Layer {
    private final String name;
    private final double rate;
    private final int index;

    /**
     * @param rate probability of a zero, from 0 to below 1
     * @param index number of this dropout in its model, so that each draws masks of its own
     */
    public Dropout(String name, double rate, int index) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "dropout layer '" + name + "' wants a rate from 0 to below 1, got " + rate);
        }
        this.name = name;
        this.rate = rate;
        this.index = index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "dropout " + rate;
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        DropoutDraw draw = draw(pass);
        return draw == null ? x : x.dropout(draw.rate(), draw.seed(), draw.stream(), draw.step());
    }

    /** What it draws in a pass; null where it does nothing. */
    DropoutDraw draw(Pass pass) {
        return pass.training() && rate > 0
                ? new DropoutDraw(rate, pass.seed(), Streams.dropout(index), pass.step())
                : null;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
