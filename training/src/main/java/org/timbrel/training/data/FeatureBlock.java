package org.timbrel.training.data;

import java.nio.FloatBuffer;

/**
 * The features of one file, (segments, frames, bins), row-major, not scaled.
 *
 * @param values in memory, or mapped from the cache; only read with absolute positions, so threads may share it
 */
public record FeatureBlock(int segments, int frames, int bins, FloatBuffer values) {
    /** Values of one segment. */
    public int segmentSize() {
        return frames * bins;
    }

    /** Copies a segment, (frames, bins), into {@code to} from {@code offset} on. */
    public void copySegment(int segment, float[] to, int offset) {
        values.get(segment * segmentSize(), to, offset, segmentSize());
    }
}
