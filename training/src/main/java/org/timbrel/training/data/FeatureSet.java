package org.timbrel.training.data;

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

    /** Index of the class of a track. */
    public int label(int track) {
        return tracks.get(track).track().label();
    }

    /** Number of segments of all tracks. */
    public int segments() {
        return tracks.stream().mapToInt(TrackFeatures::segments).sum();
    }
}
