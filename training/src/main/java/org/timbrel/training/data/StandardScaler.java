package org.timbrel.training.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.training.recipe.FeatureSpec.Standardize;

/**
 * Scales features to mean 0 and deviation 1: {@code (x - mean) / deviation}, with the figures of the segments that it was
 * fitted on. A band that never changes there is only shifted.
 */
public final class StandardScaler {
    private final double[] means;
    private final double[] deviations;

    private StandardScaler(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /** Measures the training side, and nothing else. The deviation is the population's, as scikit-learn's. */
    public static StandardScaler fit(FeatureSet features, List<SegmentRef> train, Standardize standardize) {
        int bins = features.bins();
        double[] zeros = new double[bins];
        if (standardize == Standardize.NONE || train.isEmpty()) {
            double[] ones = new double[bins];
            Arrays.fill(ones, 1);
            return new StandardScaler(zeros, ones);
        }
        boolean global = standardize == Standardize.GLOBAL;
        double[] means = means(features, train, zeros, false, global);
        double[] deviations = means(features, train, means, true, global);
        for (int i = 0; i < bins; i++) {
            deviations[i] = deviations[i] == 0 ? 1 : Math.sqrt(deviations[i]);
        }
        return new StandardScaler(means, deviations);
    }

    /** Mean of {@code x - center}, or of its square, over all frames; a band each, or one for all. */
    private static double[] means(
            FeatureSet features, List<SegmentRef> side, double[] center, boolean squared, boolean global) {
        int bins = features.bins();
        float[] segment = new float[features.frames() * bins];
        double[] sums = new double[bins];
        for (SegmentRef ref : side) {
            features.tracks().get(ref.track()).copySegment(ref.segment(), segment, 0);
            double[] sum = new double[bins];
            for (int at = 0; at < segment.length; at += bins) {
                addFrame(segment, at, center, squared, sum);
            }
            for (int b = 0; b < bins; b++) {
                sums[b] += sum[b];
            }
        }
        double count = (double) side.size() * features.frames();
        if (global) {
            Arrays.fill(sums, Arrays.stream(sums).sum() / bins);
        }
        return Arrays.stream(sums).map(s -> s / count).toArray();
    }

    /**
     * Adds {@code x - center} of a frame, or its square, to the sums of the bands. A method of its own, since one that is called
     * often is compiled sooner than a loop that is long.
     */
    private static void addFrame(float[] values, int at, double[] center, boolean squared, double[] sum) {
        for (int b = 0; b < sum.length; b++) {
            double d = values[at + b] - center[b];
            sum[b] += squared ? d * d : d;
        }
    }

    /** Scales frames, (frames, bins), in place: {@code length} values from {@code offset} on. */
    public void apply(float[] values, int offset, int length) {
        int bins = means.length;
        for (int at = offset; at < offset + length; at += bins) {
            for (int b = 0; b < bins; b++) {
                values[at + b] = (float) ((values[at + b] - means[b]) / deviations[b]);
            }
        }
    }

    /** Means and deviations, a value a band, for a file. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("means", Arrays.stream(means).boxed().toList());
        json.put("deviations", Arrays.stream(deviations).boxed().toList());
        return json;
    }

    /**
     * What {@link #toJson} gave.
     *
     * @throws DataException if it is something else
     */
    public static StandardScaler fromJson(Map<String, ?> json) {
        double[] means = numbers(json, "means");
        double[] deviations = numbers(json, "deviations");
        if (means.length != deviations.length || Arrays.stream(deviations).anyMatch(d -> !(d > 0))) {
            throw new DataException("The scaler must have as many means as deviations above 0; got " + means.length
                    + " means and " + deviations.length + " deviations.");
        }
        return new StandardScaler(means, deviations);
    }

    private static double[] numbers(Map<String, ?> json, String key) {
        if (json.get(key) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
        }
        throw new DataException(
                "The scaler must have a list of numbers \"" + key + "\", but has " + json.keySet() + ".");
    }
}
