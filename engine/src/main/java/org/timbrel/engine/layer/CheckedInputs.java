package org.timbrel.engine.layer;

import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** The inputs of one layer, of which it knows the last shape that fitted: a training loop, whose batches are alike, checks once. */
final class CheckedInputs {
    private Shape fitting;

    /** Lets the layer refuse a batch whose examples don't fit, in its own words. */
    void check(Layer layer, Tensor x) {
        if (!x.shape().equals(fitting)) {
            layer.outputShape(Batches.example(x));
            fitting = x.shape();
        }
    }
}
