package org.timbrel.training.baseline;

import java.util.Arrays;
import java.util.List;
import org.timbrel.training.data.AudioDataSet;
import org.timbrel.training.data.DataException;
import org.timbrel.training.data.FeatureCache;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.FeaturePipeline;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.Split;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.recipe.Recipe;

/**
 * What a plain classifier makes of the test tracks of a split.
 *
 * @param name in words
 * @param byTrack one decision a test track
 */
public record Baseline(String name, ConfusionMatrix byTrack) {
    /**
     * Fits each baseline to the training tracks of a split and tests it on its test tracks. The validation side is not
     * used, so that all classifiers learn from the same tracks.
     *
     * @param dataSet the data that {@code features} came from
     * @param features of the recipe's own kind: they say which tracks can be used
     * @throws DataException if the split is leaky: a track's mean would then stand on both sides
     */
    public static List<Baseline> of(
            Recipe recipe, AudioDataSet dataSet, FeatureSet features, Split split, FeatureCache cache, int threads) {
        if (split.leaky()) {
            throw new DataException("The baselines decide by track and need a split by track, but this one is "
                    + split.protocol() + ".");
        }
        int classes = features.classes().size();
        FeatureSet mfcc = mfcc(recipe, dataSet, features, cache, threads);
        int[] train = Split.tracks(split.train());
        int[] test = Split.tracks(split.test());
        int[] trainLabels = labels(features, train);
        MajorityClass majority = MajorityClass.fit(trainLabels, classes);
        LinearMfcc linear = LinearMfcc.fit(means(mfcc, train), trainLabels, classes);
        int[] majorityLabels = new int[test.length];
        Arrays.fill(majorityLabels, majority.label());
        int[] linearLabels =
                Arrays.stream(means(mfcc, test)).mapToInt(linear::predict).toArray();
        int[] truth = labels(features, test);
        return List.of(
                new Baseline("majority class", ConfusionMatrix.of(features.classes(), truth, majorityLabels)),
                new Baseline("linear model on mean MFCC", ConfusionMatrix.of(features.classes(), truth, linearLabels)));
    }

    /** MFCC of the very tracks, in the same order. */
    private static FeatureSet mfcc(
            Recipe recipe, AudioDataSet dataSet, FeatureSet features, FeatureCache cache, int threads) {
        AudioDataSet used = new AudioDataSet(
                dataSet.folder(),
                dataSet.classes(),
                features.tracks().stream().map(TrackFeatures::track).toList(),
                List.of());
        FeatureExtractor extractor = new FeatureExtractor(
                recipe.data(), LinearMfcc.features(recipe.features().leastSeconds()));
        FeatureSet mfcc = new FeaturePipeline(extractor, cache, threads).prepare(used, done -> {});
        if (mfcc.tracks().size() != features.tracks().size()) {
            throw new DataException("The data folder changed while it was read: "
                    + mfcc.leftOut().get(0).name() + " can no longer be used.");
        }
        return mfcc;
    }

    private static int[] labels(FeatureSet features, int[] tracks) {
        return Arrays.stream(tracks).map(features::label).toArray();
    }

    private static double[][] means(FeatureSet mfcc, int[] tracks) {
        return Arrays.stream(tracks)
                .mapToObj(t -> LinearMfcc.mean(mfcc.tracks().get(t).block()))
                .toArray(double[][]::new);
    }
}
