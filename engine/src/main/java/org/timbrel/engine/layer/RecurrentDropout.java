package org.timbrel.engine.layer;

import org.timbrel.engine.random.Streams;
import org.timbrel.engine.tensor.RecurrentMask;
import org.timbrel.engine.tensor.Tensor;

/**
 * Dropout between the steps of a recurrent layer, while training; {@link RecurrentMask} says what it does.
 *
 * @param rate probability of a zero, from 0 to below 1
 * @param index number of this layer and direction in its model, so that each draws masks of its own
 */
public record RecurrentDropout(double rate, int index) {
    /** No dropout between the steps. */
    public static final RecurrentDropout NONE = new RecurrentDropout(0, 0);

    /** Refuses rates that are no probability, or leave nothing. */
    public RecurrentDropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("recurrent dropout wants a rate from 0 to below 1, got " + rate);
        }
    }

    /** The mask (N,gates,H) of this pass over x (N,T,D), or null if nothing is dropped. */
    Tensor mask(Tensor x, int gates, int units, Pass pass) {
        if (!pass.training() || rate == 0) {
            return null;
        }
        return RecurrentMask.draw(x, gates, units, rate, pass.seed(), Streams.recurrentDropout(index), pass.step());
    }

    /** What is added to the description of a layer. */
    String describe() {
        return rate == 0 ? "" : ", recurrent dropout " + rate;
    }
}
