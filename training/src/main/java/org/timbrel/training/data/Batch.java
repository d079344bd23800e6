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
 * @param trackIds the track of each segment, an index in {@link FeatureSet#tracks}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Batch(float[] x, int n, int t, int f, int c, int[] labels, int[] trackIds) {}
