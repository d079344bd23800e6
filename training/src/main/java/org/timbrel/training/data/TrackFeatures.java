package org.timbrel.training.data;

/**
 * A track with its features.
 *
 * @param block the segments of the track itself
 * @param variants of those segments: all of the first variant, all of the second ...; null for none
 * @param dealt whether variants are dealt to the sides as segments of their own
 */
public record TrackFeatures(Track track, FeatureBlock block, FeatureBlock variants, boolean dealt) {
    /** A track without variants. */
    public TrackFeatures(Track track, FeatureBlock block) {
        this(track, block, null, false);
    }

    /** Number of segments that are dealt to the sides. */
    public int segments() {
        return dealt ? block.segments() + variants.segments() : block.segments();
    }

    /** Copies a segment, (frames, bins), into {@code to} from {@code offset} on; behind the track's own follow variants. */
    public void copySegment(int segment, float[] to, int offset) {
        if (segment < block.segments()) {
            block.copySegment(segment, to, offset);
        } else {
            variants.copySegment(segment - block.segments(), to, offset);
        }
    }
}
