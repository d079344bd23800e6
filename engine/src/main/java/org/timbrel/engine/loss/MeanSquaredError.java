package org.timbrel.engine.loss;

import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.tensor.Tensor;

/** The mean of (output - target)^2 over all elements. */
public final class MeanSquaredError {
    private MeanSquaredError() {}

    /** The loss as one number; output and target have one shape. */
    public static Tensor of(Tensor output, Tensor target) {
        return output.subtract(target).map(MapOp.SQUARE).mean();
    }
}
