package org.timbrel.training.data;

import org.timbrel.training.recipe.FeatureSpec;

/**
 * Cuts a track into segments of one length; what is left at the end is not used.
 *
 * @param length samples of one segment
 * @param stride samples from the start of one to the start of the next; below {@code length}, they overlap
 */
public record Segmenter(int length, int stride) {
    public Segmenter {
        if (length < 1 || stride < 1) {
            throw new IllegalArgumentException("A segment needs at least one sample and one sample of stride, got "
                    + length + " and " + stride + ".");
        }
    }

    /** The segments that a recipe asks for. */
    public static Segmenter of(FeatureSpec features, int sampleRate) {
        return new Segmenter(features.segmentSamples(sampleRate), features.strideSamples(sampleRate));
    }

    /** How many whole segments fit in so many samples. */
    public int count(int samples) {
        return samples < length ? 0 : 1 + (samples - length) / stride;
    }

    /** The first sample of a segment. */
    public int start(int segment) {
        return Math.multiplyExact(segment, stride);
    }
}
