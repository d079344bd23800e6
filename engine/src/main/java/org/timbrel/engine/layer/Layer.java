package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** A step of a model: a function of a tensor, with parameters. */
public interface Layer {
    /** Name in the model, for errors, tables and checkpoints. */
    String name();

    /** What it is, in the words of a recipe: {@code conv2d 3 x 3, 32 filters, same, relu}. */
    String describe();

    /**
     * The shape of one example after this layer, from the shape before it; both without the batch axis.
     *
     * @throws org.timbrel.engine.tensor.ShapeException if the input doesn't fit; the message names the layer, what it wants,
     *     what it got and what to change
     */
    Shape outputShape(Shape input);

    /** The output for a batch; x has the batch axis first. */
    Tensor forward(Tensor x, Pass pass);

    /** Parameters in a fixed order. */
    List<Parameter> parameters();

    /** Multiplications and additions for one example of the given shape, forward only; 0 where they don't count. */
    default long flops(Shape input) {
        return 0;
    }
}
