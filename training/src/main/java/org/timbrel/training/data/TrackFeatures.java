package org.timbrel.training.data;

/** A track with its features. */
public record TrackFeatures(Track track, FeatureBlock block) {
    /** Number of segments. */
    public int segments() {
        return block.segments();
    }
}
