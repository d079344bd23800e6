package org.timbrel.training.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.training.data.AudioDataSet;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.Split;
import org.timbrel.training.data.Track;
import org.timbrel.training.recipe.DataSpec;

/** What was found in a data folder, in words: so that a wrong folder or a lopsided class is seen before training. */
final class DataSummary {
    /** A file at nearly the recipe's rate lacks nothing. */
    private static final double LOWER = 0.95;

    private DataSummary() {}

    /** A line for the classes and one for the sides. */
    static List<String> of(FeatureSet features, Split split) {
        int[] counts = new int[features.classes().size()];
        features.tracks().forEach(track -> counts[track.track().label()]++);
        boolean even = IntStream.of(counts).distinct().count() == 1;
        String classes = IntStream.range(0, counts.length)
                .mapToObj(c -> features.classes().get(c) + (even ? "" : " " + counts[c]))
                .collect(Collectors.joining(", "));
        String each = even ? ", " + counts[0] + " each" : "";
        return List.of(
                "Data: " + features.tracks().size() + " tracks in " + counts.length + " classes" + each + ": " + classes
                        + ".",
                "Sides: " + side(split.train()) + " train, " + side(split.validation())
                        + " validate, " + side(split.test()) + " test"
                        + (split.leaky() ? "; the same track may stand on two sides." : "."));
    }

    private static String side(List<SegmentRef> side) {
        int tracks = Split.tracks(side).length;
        return tracks + (tracks == 1 ? " track" : " tracks") + " (" + side.size()
                + (side.size() == 1 ? " segment)" : " segments)");
    }

    /** A sentence if the first file that can be read has a lower rate than features are computed at. */
    static Optional<String> lowerRate(AudioDataSet dataSet, DataSpec spec) {
        Optional<Rate> first = dataSet.tracks().stream()
                .flatMap(track -> Rate.of(track).stream())
                .findFirst();
        return first.filter(rate -> rate.hertz < LOWER * spec.sampleRate())
                .map(rate -> rate.name + " has " + rate.hertz + " Hz, so nothing above " + rate.hertz / 2
                        + " Hz, and features are computed at " + spec.sampleRate()
                        + " Hz; if all files are like it, set data.sampleRate=" + rate.hertz + ".");
    }

    /** The rate of a file. */
    private record Rate(String name, int hertz) {
        /** Nothing for a file that can't be read: it is left out, and listed already. */
        static Optional<Rate> of(Track track) {
            try {
                return Optional.of(
                        new Rate(track.name(), AudioFile.read(track.path()).sampleRate()));
            } catch (UnreadableAudioException e) {
                return Optional.empty();
            }
        }
    }
}
