package org.timbrel.engine.loss;

import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.tensor.Tensor;

/**
 * A penalty on large weights, to be added to a loss: l1 sum |w| + l2 sum w^2, in Keras's form, {@code L1L2}. Its gradient is
 * l1 sign(w) + 2 l2 w.
 *
 * @param l1 weight of the sum of absolute values, 0 for none
 * @param l2 weight of the sum of squares, 0 for none
 */
public record WeightPenalty(double l1, double l2) {
    /** The penalty of one tensor, as one number. */
    public Tensor of(Tensor w) {
        Tensor squares = w.map(MapOp.SQUARE).sum().affine(l2, 0);
        return l1 == 0 ? squares : squares.add(w.map(MapOp.ABS).sum().affine(l1, 0));
    }
}
