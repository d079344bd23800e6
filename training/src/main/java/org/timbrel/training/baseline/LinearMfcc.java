package org.timbrel.training.baseline;

import org.timbrel.training.data.FeatureBlock;
import org.timbrel.training.recipe.FeatureSpec;

/**
 * A linear model of a track's mean MFCC: the mean of librosa's 20 coefficients over the track, each scaled to mean 0 and
 * deviation 1 over the training tracks, then {@link LogisticRegression} with C = 1.
 */
public final class LinearMfcc {
    private final double[] means;
    private final double[] deviations;
    private final LogisticRegression model;

    private LinearMfcc(double[] means, double[] deviations, LogisticRegression model) {
        this.means = means;
        this.deviations = deviations;
        this.model = model;
    }

    /** What it listens to, in segments of a length that any track of the data has. */
    public static FeatureSpec features(double segmentSeconds) {
        return new FeatureSpec(
                FeatureSpec.Type.MFCC,
                null,
                2048,
                2048,
                512,
                128,
                20,
                2.0,
                false,
                FeatureSpec.Norm.SLANEY,
                0.0,
                null,
                FeatureSpec.DbReference.ONE,
                80.0,
                false,
                segmentSeconds,
                0,
                null,
                FeatureSpec.Normalize.NONE,
                null,
                null,
                false,
                FeatureSpec.Standardize.NONE);
    }

    /** The mean of each coefficient over a track. */
    public static double[] mean(FeatureBlock track) {
        double[] mean = new double[track.bins()];
        float[] segment = new float[track.segmentSize()];
        for (int s = 0; s < track.segments(); s++) {
            track.copySegment(s, segment, 0);
            for (int i = 0; i < segment.length; i++) {
                mean[i % mean.length] += segment[i];
            }
        }
        for (int b = 0; b < mean.length; b++) {
            mean[b] /= (double) track.segments() * track.frames();
        }
        return mean;
    }

    /**
     * Fits scaling and model to the training tracks.
     *
     * @param tracks {@link #mean} of each
     */
    public static LinearMfcc fit(double[][] tracks, int[] labels, int classes) {
        int bins = tracks[0].length;
        double[] means = new double[bins];
        double[] deviations = new double[bins];
        for (int b = 0; b < bins; b++) {
            double mean = 0;
            for (double[] track : tracks) {
                mean += track[b] / tracks.length;
            }
            double variance = 0;
            for (double[] track : tracks) {
                variance += (track[b] - mean) * (track[b] - mean) / tracks.length;
            }
            means[b] = mean;
            deviations[b] = variance == 0 ? 1 : Math.sqrt(variance);
        }
        double[][] scaled = new double[tracks.length][];
        for (int i = 0; i < tracks.length; i++) {
            scaled[i] = scaled(tracks[i], means, deviations);
        }
        return new LinearMfcc(means, deviations, LogisticRegression.fit(scaled, labels, classes, 1));
    }

    /** The class of a track by its {@link #mean}. */
    public int predict(double[] track) {
        return model.predict(scaled(track, means, deviations));
    }

    private static double[] scaled(double[] track, double[] means, double[] deviations) {
        double[] scaled = new double[track.length];
        for (int b = 0; b < track.length; b++) {
            scaled[b] = (track[b] - means[b]) / deviations[b];
        }
        return scaled;
    }
}
