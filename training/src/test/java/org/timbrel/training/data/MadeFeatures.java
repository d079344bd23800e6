package org.timbrel.training.data;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Feature sets without audio: every value says which track, segment, frame and bin it is. */
final class MadeFeatures {
    private MadeFeatures() {}

    /** {@code perClass} tracks a class, of {@code segments} segments of 2 frames with 3 bins. */
    static FeatureSet of(int classes, int perClass, int segments) {
        List<String> names = new ArrayList<>();
        List<TrackFeatures> tracks = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            names.add("class" + c);
            for (int i = 0; i < perClass; i++) {
                String name = String.format("class%d/class%d.%05d.wav", c, c, i);
                tracks.add(new TrackFeatures(new Track(name, c, Path.of(name)), block(tracks.size(), segments)));
            }
        }
        return new FeatureSet(names, tracks, List.of(), 2, 3, 0);
    }

    /** Every segment. */
    static List<SegmentRef> all(FeatureSet features) {
        List<SegmentRef> side = new ArrayList<>();
        for (int t = 0; t < features.tracks().size(); t++) {
            Split.all(t, features.tracks().get(t).segments(), side);
        }
        return side;
    }

    private static FeatureBlock block(int track, int segments) {
        float[] values = new float[segments * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1000 * track + 10 * (i / 6) + i % 6;
        }
        return new FeatureBlock(segments, 2, 3, FloatBuffer.wrap(values));
    }
}
