package org.timbrel.training.run;

/**
 * Where an accuracy comes from: no output shows one without the other.
 *
 * @param data the name of the data set, such as "GTZAN-100" or "composed corpus"
 * @param protocol how the examples were split, in words, such as "split by track, 60/20/20"
 * @param leaky whether segments of one track may stand on both sides, which makes the accuracy look better than it is
 * @param seed the seed of the split and of the training
 */
public record Provenance(String data, String protocol, boolean leaky, long seed) {
    /** One line: data, protocol, seed, and a warning if the protocol is leaky. */
    public String describe() {
        return data + " · " + protocol + (leaky ? " (LEAKY: a track may stand on both sides)" : "") + " · seed " + seed;
    }
}
