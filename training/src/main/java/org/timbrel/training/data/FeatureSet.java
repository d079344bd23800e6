package org.timbrel.training.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The features of a data set.
 *
 * @param classes names of the classes
 * @param tracks the files that could be used, in the order of the data set; every track's index in this list is its id
 * @param leftOut the files that could not
 * @param frames frames of a segment
 * @param bins values of a frame
 * @param computed how many tracks were not in the cache
 */
public record FeatureSet(
        List<String> classes, List<TrackFeatures> tracks, List<LeftOut> leftOut, int frames, int bins, int computed) {
    public FeatureSet {
        classes = List.copyOf(classes);
        tracks = List.copyOf(tracks);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * The same with variants of some tracks.
     *
     * @param ids of the tracks
     * @param made the variants, a track each, in the order of {@code ids}
     * @param dealt whether they are dealt to the sides as segments of their own
     */
    public FeatureSet withVariants(int[] ids, List<TrackFeatures> made, boolean dealt) {
        List<TrackFeatures> varied = new ArrayList<>(tracks);
        for (int i = 0; i < ids.length; i++) {
            TrackFeatures own = tracks.get(ids[i]);
            varied.set(
                    ids[i],
                    new TrackFeatures(own.track(), own.block(), made.get(i).block(), dealt));
        }
        return new FeatureSet(classes, varied, leftOut, frames, bins, computed);
    }

    /** Segments of a side, and behind them those variants of them that the tracks have. */
    public List<SegmentRef> withVariants(List<SegmentRef> side) {
        List<SegmentRef> all = new ArrayList<>(side);
        for (SegmentRef ref : side) {
            TrackFeatures track = tracks.get(ref.track());
            int own = track.block().segments();
            for (int at = own;
                    track.variants() != null && at < own + track.variants().segments();
                    at += own) {
                all.add(new SegmentRef(ref.track(), at + ref.segment()));
            }
        }
        return all;
    }

    /** Index of the class of a track. */
    public int label(int track) {
        return tracks.get(track).track().label();
    }

    /** Number of segments of all tracks. */
    public int segments() {
        return tracks.stream().mapToInt(TrackFeatures::segments).sum();
    }
}
