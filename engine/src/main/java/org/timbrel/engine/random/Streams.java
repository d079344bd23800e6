package org.timbrel.engine.random;

/**
 * Numbers the independent streams of one seed, so that no two uses draw the same numbers: each use has a range of 2^24
 * streams.
 */
public final class Streams {
    private static final int BITS = 24;

    private Streams() {}

    /** The first values of a model's parameter. */
    public static int initial(int parameter) {
        return stream(1, parameter);
    }

    /** The mask of a dropout layer. */
    public static int dropout(int layer) {
        return stream(2, layer);
    }

    /** The mask between the steps of a recurrent layer, one for each direction. */
    public static int recurrentDropout(int layer) {
        return stream(5, layer);
    }

    /** The mask of the input of a recurrent layer, one for each direction. */
    public static int recurrentInput(int layer) {
        return stream(6, layer);
    }

    /** The order of an epoch's examples. */
    public static int shuffle() {
        return stream(3, 0);
    }

    /** The dealing of tracks to training, validation and test. */
    public static int split() {
        return stream(4, 0);
    }

    private static int stream(int use, int index) {
        return use << BITS | index;
    }
}
