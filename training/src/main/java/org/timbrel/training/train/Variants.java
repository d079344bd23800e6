package org.timbrel.training.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.timbrel.training.data.AudioDataSet;
import org.timbrel.training.data.DataException;
import org.timbrel.training.data.FeatureCache;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.FeaturePipeline;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.Split;
import org.timbrel.training.data.Track;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.data.WaveformAugmentation;
import org.timbrel.training.recipe.AugmentSpec;
import org.timbrel.training.recipe.Recipe;

/** The variants of the sound that a recipe asks for, computed ahead: of the training tracks, or, leaky, of all. */
record Variants(Recipe recipe, AudioDataSet dataSet, Path cache, int threads, TrainingListener listener) {
    private boolean asked(boolean beforeSplit) {
        AugmentSpec.Waveform waveform = recipe.augment().waveform();
        return waveform != null && waveform.beforeSplit() == beforeSplit;
    }

    /** With variants of every track as segments of their own, if they are made before the split. */
    FeatureSet beforeSplit(FeatureSet features) {
        int[] all = IntStream.range(0, features.tracks().size()).toArray();
        return asked(true) ? features.withVariants(all, variants(features, all), true) : features;
    }

    /** With variants of the training tracks, if they are made after the split. */
    FeatureSet afterSplit(FeatureSet features, Split split) {
        int[] train = Split.tracks(split.train());
        return asked(false) ? features.withVariants(train, variants(features, train), false) : features;
    }

    /** What is learned from. */
    List<SegmentRef> training(FeatureSet features, Split split) {
        return asked(false) ? features.withVariants(split.train()) : split.train();
    }

    private List<TrackFeatures> variants(FeatureSet features, int[] ids) {
        List<Track> tracks = Arrays.stream(ids)
                .mapToObj(id -> features.tracks().get(id).track())
                .toList();
        WaveformAugmentation waveform = new WaveformAugmentation(
                recipe.augment().waveform(), recipe.training().seed());
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features(), waveform);
        FeatureSet made = new FeaturePipeline(extractor, new FeatureCache(cache), threads)
                .prepare(
                        new AudioDataSet(dataSet.folder(), dataSet.classes(), tracks, List.of()),
                        done -> listener.features(done, ids.length));
        if (made.tracks().size() != ids.length) {
            throw new DataException("The data folder changed while it was read: "
                    + made.leftOut().get(0).name() + " can no longer be used.");
        }
        return made.tracks();
    }
}
