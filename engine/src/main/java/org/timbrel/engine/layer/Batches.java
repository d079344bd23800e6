package org.timbrel.engine.layer;

import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** The batch axis, which stands first in every tensor that a layer sees and in no shape that it speaks of. */
final class Batches {
    private Batches() {}

    /** The shape of one example of a batch. */
    static Shape example(Tensor x) {
        if (x.shape().rank() == 0) {
            throw new ShapeException("a layer wants a batch, got a single number");
        }
        return x.shape().from(1);
    }
}
