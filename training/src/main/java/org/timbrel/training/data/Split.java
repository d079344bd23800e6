package org.timbrel.training.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which segments train, validate and test. Within a side, segments stand in the order of their tracks.
 *
 * @param protocol how it was made, in the words that stand beside every accuracy
 * @param leaky whether segments of one track fall on both sides of the test
 * @param notes what a reader must know besides, such as files that a list names but the folder does not have
 */
public record Split(
        String protocol,
        boolean leaky,
        List<SegmentRef> train,
        List<SegmentRef> validation,
        List<SegmentRef> test,
        List<String> notes) {
    public Split {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        notes = List.copyOf(notes);
    }

    /** The tracks of a side, each once. */
    public static int[] tracks(List<SegmentRef> side) {
        return side.stream().mapToInt(SegmentRef::track).distinct().toArray();
    }

    /**
     * A side by names: a track's name where all its segments stand on this side, else {@code name#segment}, from 0, for
     * each.
     */
    public static List<String> names(FeatureSet features, List<SegmentRef> side) {
        Map<Integer, Integer> counts = new HashMap<>();
        side.forEach(s -> counts.merge(s.track(), 1, Integer::sum));
        List<String> names = new ArrayList<>();
        for (SegmentRef ref : side) {
            TrackFeatures track = features.tracks().get(ref.track());
            boolean whole = counts.get(ref.track()) == track.segments();
            if (!whole) {
                names.add(track.track().name() + "#" + ref.segment());
            } else if (ref.segment() == 0) {
                names.add(track.track().name());
            }
        }
        return names;
    }

    /**
     * The side that {@link #names} named.
     *
     * @throws DataException if the data no longer have one of the tracks or segments
     */
    public static List<SegmentRef> side(FeatureSet features, List<String> names) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < features.tracks().size(); i++) {
            ids.put(features.tracks().get(i).track().name(), i);
        }
        List<SegmentRef> side = new ArrayList<>();
        for (String name : names) {
            int hash = ids.containsKey(name) ? -1 : name.lastIndexOf('#');
            Integer id = ids.get(hash < 0 ? name : name.substring(0, hash));
            if (id == null) {
                throw new DataException("The split names " + name
                        + ", but the data folder has no such file that can be used; give the folder that the run was"
                        + " trained on.");
            }
            int segments = features.tracks().get(id).segments();
            if (hash < 0) {
                all(id, segments, side);
            } else {
                side.add(segment(name, name.substring(hash + 1), id, segments));
            }
        }
        return side;
    }

    static void all(int track, int segments, List<SegmentRef> side) {
        for (int segment = 0; segment < segments; segment++) {
            side.add(new SegmentRef(track, segment));
        }
    }

    private static SegmentRef segment(String name, String number, int track, int segments) {
        if (!number.matches("\\d{1,8}") || Integer.parseInt(number) >= segments) {
            throw new DataException("The split names " + name + ", but that file has " + segments + " segments.");
        }
        return new SegmentRef(track, Integer.parseInt(number));
    }
}
