package org.timbrel.engine.layer;

/**
 * What a layer must know about the pass that it takes part in.
 *
 * @param training true while learning: dropout drops, batch normalisation uses the batch's own statistics
 * @param seed key of all random numbers
 * @param step number of the training step, so that each step draws other masks
 */
public record Pass(boolean training, long seed, long step) {
    /** A pass that learns. */
    public static Pass training(long seed, long step) {
        return new Pass(true, seed, step);
    }

    /** A pass that only predicts. */
    public static Pass inference() {
        return new Pass(false, 0, 0);
    }
}
