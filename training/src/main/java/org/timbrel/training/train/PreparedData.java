package org.timbrel.training.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.timbrel.training.baseline.Baseline;
import org.timbrel.training.data.AudioDataSet;
import org.timbrel.training.data.Batches;
import org.timbrel.training.data.FeatureCache;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.FeaturePipeline;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.LeftOut;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.Split;
import org.timbrel.training.data.Splitter;
import org.timbrel.training.data.StandardScaler;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.SplitRecord;

/**
 * Features, split and scaler of a run.
 *
 * @param dataSet the files themselves
 * @param features of all usable files
 * @param split which segments train, validate and test
 * @param training what is learned from: the training side, and variants of its segments
 * @param scaler fitted on that
 */
record PreparedData(
        AudioDataSet dataSet, FeatureSet features, Split split, List<SegmentRef> training, StandardScaler scaler) {

    /** Computes features, deals the split, fits the scaler. */
    static PreparedData fresh(Recipe recipe, Path data, Path cache, int threads, TrainingListener listener) {
        AudioDataSet dataSet = AudioDataSet.scan(data, recipe.data());
        Variants variants = new Variants(recipe, dataSet, cache, threads, listener);
        FeatureSet features = variants.beforeSplit(features(recipe, dataSet, cache, threads, listener));
        return prepared(recipe, dataSet, features, Splitter.split(features, recipe.split()), variants);
    }

    /** Computes features, or takes them from the cache, and deals the split as it was recorded. */
    static PreparedData recorded(
            Recipe recipe, Path data, SplitRecord record, Path cache, int threads, TrainingListener listener)
            throws IOException {
        AudioDataSet dataSet = AudioDataSet.scan(data, recipe.data());
        Variants variants = new Variants(recipe, dataSet, cache, threads, listener);
        FeatureSet features = variants.beforeSplit(features(recipe, dataSet, cache, threads, listener));
        Split split = new Split(
                record.provenance().protocol(),
                record.provenance().leaky(),
                Split.side(features, record.train()),
                Split.side(features, record.validation()),
                Split.side(features, record.test()),
                List.of());
        return prepared(recipe, dataSet, features, split, variants);
    }

    private static PreparedData prepared(
            Recipe recipe, AudioDataSet dataSet, FeatureSet features, Split split, Variants variants) {
        FeatureSet varied = variants.afterSplit(features, split);
        List<SegmentRef> training = variants.training(varied, split);
        StandardScaler scaler =
                StandardScaler.fit(varied, training, recipe.features().standardize());
        return new PreparedData(dataSet, varied, split, training, scaler);
    }

    /** What the plain classifiers make of the same split; none for a leaky one, on which they are not defined. */
    List<MetricsEvent.Baseline> baselines(Recipe recipe, Path cache, int threads) {
        if (split.leaky()) {
            return List.of();
        }
        return Baseline.of(recipe, dataSet, features, split, new FeatureCache(cache), threads).stream()
                .map(b -> new MetricsEvent.Baseline(
                        b.name(), OptionalDouble.empty(), b.byTrack().accuracy()))
                .toList();
    }

    /** The segments of a side as batches. */
    Batches batches(List<SegmentRef> side, int size) {
        return new Batches(features, side, scaler, size);
    }

    private static FeatureSet features(
            Recipe recipe, AudioDataSet dataSet, Path cache, int threads, TrainingListener listener) {
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
        FeaturePipeline pipeline = new FeaturePipeline(extractor, new FeatureCache(cache), threads);
        int total = dataSet.tracks().size();
        FeatureSet features = pipeline.prepare(dataSet, done -> listener.features(done, total));
        for (LeftOut file : features.leftOut()) {
            listener.note("Left out " + file.name() + ": " + file.reason() + ".");
        }
        if (!features.leftOut().isEmpty()) {
            listener.note(features.leftOut().size() + " left out, "
                    + features.tracks().size() + " tracks used.");
        }
        return features;
    }
}
