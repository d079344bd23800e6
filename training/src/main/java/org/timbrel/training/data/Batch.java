package org.timbrel.training.data;

/**
 * Segments that go through the model together.
 *
 * @param x (n, t, f, c), row-major, scaled
 * @param n segments
 * @param t frames
 * @param f bins
 * @param c channels: 1
 * @param labels the class of each segment
 * @param otherLabels the class that a part of each segment was taken from; {@code labels} where nothing was mixed
 * @param ownShare the weight of {@code labels}, 0 to 1; the rest is the weight of {@code otherLabels}
 * @param trackIds the track of each segment, an index in {@link FeatureSet#tracks}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Batch(
        float[] x, int n, int t, int f, int c, int[] labels, int[] otherLabels, double ownShare, int[] trackIds) {
    /** Segments that are not mixed. */
    public Batch(float[] x, int n, int t, int f, int c, int[] labels, int[] trackIds) {
        this(x, n, t, f, c, labels, labels, 1, trackIds);
    }
}
