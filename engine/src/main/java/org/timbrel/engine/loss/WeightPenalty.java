package org.timbrel.engine.loss;

import java.util.List;
import org.timbrel.engine.tensor.Penalised;
import org.timbrel.engine.tensor.Tensor;

/**
 * A penalty on large weights, to be added to a loss: l1 sum |w| + l2 sum w^2, in Keras's form, {@code L1L2}. Its gradient is
 * l1 sign(w) + 2 l2 w.
 *
 * @param l1 weight of the sum of absolute values, 0 for none
 * @param l2 weight of the sum of squares, 0 for none
 */
public record WeightPenalty(double l1, double l2) {
    /** A loss of one number and the penalty of one tensor. */
    public Tensor addTo(Tensor loss, Tensor w) {
        return Penalised.apply(loss, List.of(on(w)));
    }

    /** The penalty of one tensor, of several to be added at once by {@link Penalised}. */
    public Penalised.Term on(Tensor w) {
        return new Penalised.Term(w, l1, l2);
    }
}
