package org.timbrel.engine.layer;

import org.timbrel.engine.tensor.HalfRounding;
import org.timbrel.engine.tensor.Tensor;

/**
 * What a layer must know about the pass that it takes part in.
 *
 * @param training true while learning: dropout drops, batch normalisation uses the batch's own statistics
 * @param seed key of all random numbers
 * @param step number of the training step, so that each step draws other masks
 * @param mixed true in mixed precision: layers that are mostly matrix products compute with numbers of half precision
 */
public record Pass(boolean training, long seed, long step, boolean mixed) {
    /** A pass that learns, in single precision. */
    public static Pass training(long seed, long step) {
        return new Pass(true, seed, step, false);
    }

    /** A pass that only predicts, in single precision. */
    public static Pass inference() {
        return new Pass(false, 0, 0, false);
    }

    /** The same pass in mixed precision. */
    public Pass inMixedPrecision() {
        return new Pass(training, seed, step, true);
    }

    /**
     * What goes into or comes out of a layer that PyTorch's autocast runs in half precision: convolution, fully connected,
     * recurrent, attention. Rounded to half in mixed precision, else as it is; normalisation and loss don't call this.
     */
    public Tensor cast(Tensor x) {
        return mixed ? HalfRounding.apply(x) : x;
    }

    /** The same for weights that meet {@code x}: they live as long as it does. */
    Tensor cast(Tensor weights, Tensor x) {
        return mixed ? HalfRounding.apply(weights, x) : weights;
    }
}
