package org.timbrel.training.data;

/**
 * One segment of one track.
 *
 * @param track index in {@link FeatureSet#tracks}
 * @param segment index within the track
 */
public record SegmentRef(int track, int segment) {}
