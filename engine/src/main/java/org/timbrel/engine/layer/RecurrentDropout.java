package org.timbrel.engine.layer;

import org.timbrel.engine.random.Streams;
import org.timbrel.engine.tensor.RecurrentMask;
import org.timbrel.engine.tensor.Tensor;

/**
 * Dropout of a recurrent layer, while training: of its input and between its steps, with masks that are drawn once a
 * sequence and used at all its steps (Gal and Ghahramani, 2016). As in Keras ({@code dropout}, {@code recurrent_dropout}),
 * with one deviation: where both are given, Keras draws a mask of the input for each gate, and this one for all.
 * {@link RecurrentMask} says what is dropped between the steps.
 *
 * @param inputRate probability of a zero in the input, from 0 to below 1
 * @param rate probability of a zero between the steps, from 0 to below 1
 * @param index number of this layer and direction in its model, so that each draws masks of its own
 */
public record RecurrentDropout(double inputRate, double rate, int index) {
    /** No dropout. */
    public static final RecurrentDropout NONE = new RecurrentDropout(0, 0, 0);

    /** Refuses rates that are no probability, or leave nothing. */
    public RecurrentDropout {
        check("dropout of a recurrent layer's input", inputRate);
        check("recurrent dropout", rate);
    }

    private static void check(String what, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(what + " wants a rate from 0 to below 1, got " + rate);
        }
    }

    /** The input x (N,T,D) of this pass: of each sequence, the same features are 0 at all steps. */
    Tensor drop(Tensor x, Pass pass) {
        if (!pass.training() || inputRate == 0) {
            return x;
        }
        int features = x.shape().get(2);
        return x.multiply(RecurrentMask.draw(
                x, 1, features, inputRate, pass.seed(), Streams.recurrentInput(index), pass.step())); // mask (N,1,D)
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
        return (inputRate == 0 ? "" : ", dropout " + inputRate) + (rate == 0 ? "" : ", recurrent dropout " + rate);
    }
}
