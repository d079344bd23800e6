package org.timbrel.training.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.picture.FeatureSheet;
import org.timbrel.training.data.AugmentationExample;
import org.timbrel.training.data.FeatureBlock;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.StandardScaler;
import org.timbrel.training.data.Track;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.data.WaveformAugmentation;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.Recipe;

/** One segment before and after each step of augmentation, as the model reads it. */
public final class AugmentationPicture {
    private AugmentationPicture() {}

    /** Of a training side; empty if the recipe does not augment. */
    static Optional<byte[]> png(
            Recipe recipe, FeatureSet features, List<SegmentRef> training, StandardScaler scaler, String data)
            throws IOException {
        Optional<AugmentationExample> example = AugmentationExample.of(recipe, features, training, scaler);
        return example.isEmpty() ? Optional.empty() : Optional.of(draw(recipe, example.get(), data));
    }

    /**
     * Of files, as if training had nothing else: each a class of its own, all scaled by their own mean and deviation.
     *
     * @return the bytes of a PNG; empty if the recipe does not augment
     * @throws UnusableFileException if a file can't be read, or is too short for one segment
     * @throws org.timbrel.training.data.DataException if the recipe's features can't be computed
     * @throws IOException if this Java installation can't draw text
     */
    public static Optional<byte[]> png(Recipe recipe, List<Path> files) throws IOException, UnusableFileException {
        if (recipe.augment().isNone()) {
            return Optional.empty();
        }
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
        List<String> names = files.stream().map(f -> f.getFileName().toString()).toList();
        List<TrackFeatures> tracks = new ArrayList<>();
        List<SegmentRef> segments = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FeatureBlock block = extractor.extract(files.get(i));
            tracks.add(new TrackFeatures(
                    new Track(names.get(i), i, files.get(i)), block, variants(recipe, files.get(i)), false));
            for (int segment = 0; segment < block.segments(); segment++) {
                segments.add(new SegmentRef(i, segment));
            }
        }
        FeatureSet features =
                new FeatureSet(names, tracks, List.of(), extractor.frames(), extractor.bins(), files.size());
        StandardScaler scaler =
                StandardScaler.fit(features, segments, recipe.features().standardize());
        String data = recipe.features().standardize() == FeatureSpec.Standardize.NONE
                ? "not a training run"
                : "not a training run: scaled by the files' own figures";
        return png(recipe, features, features.withVariants(segments), scaler, data);
    }

    private static FeatureBlock variants(Recipe recipe, Path file) throws UnusableFileException {
        if (recipe.augment().waveform() == null) {
            return null;
        }
        WaveformAugmentation waveform = new WaveformAugmentation(
                recipe.augment().waveform(), recipe.training().seed());
        return new FeatureExtractor(recipe.data(), recipe.features(), waveform).extract(file);
    }

    private static byte[] draw(Recipe recipe, AugmentationExample example, String data) throws IOException {
        Picture.blank(1, 1);
        FeatureSpec spec = recipe.features();
        Feature feature = new FeatureExtractor(recipe.data(), spec).feature();
        int samples = spec.segmentSamples(recipe.data().sampleRate());
        int frames = spec.frames() == null ? feature.settings().frames(samples) : spec.frames();
        int span = spec.wholeTrack() && spec.frames() == null ? 0 : frames;
        List<FeatureSheet.Panel> panels = new ArrayList<>();
        for (AugmentationExample.Step step : example.steps()) {
            panels.add(new FeatureSheet.Panel(step.name(), step.detail(), feature, step.image(), span, unit(spec)));
        }
        String note = data + " · each step changes the one above; the last is what the model reads";
        return IndexedPng.encode(FeatureSheet.steps("Original and augmented: " + recipe.name(), note, panels)
                .render());
    }

    private static String unit(FeatureSpec spec) {
        if (spec.standardize() != FeatureSpec.Standardize.NONE) {
            return "deviations from the mean";
        }
        return switch (spec.normalize()) {
            case NONE -> "value";
            case STANDARD -> "deviations from the segment's mean";
            case MIN_MAX -> "share of the segment's range";
        };
    }
}
