package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.audio.feature.Chroma;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.Resize;
import org.timbrel.audio.feature.SpectralCentroid;
import org.timbrel.audio.feature.SpectralContrast;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.RecipeException;
import org.timbrel.training.recipe.Recipes;

/** What the words of {@code features} do to the sound of a file. */
class FeatureWordsTest {
    private static final int RATE = 22050;
    private static final String LI =
            "{kind: stack, of: [mfcc, spectral-centroid, chroma, spectral-contrast], frames: 128}";

    @TempDir
    Path root;

    private static Recipe recipe(String features, String... sets) {
        String yaml = "data: {sampleRate: 22050}\nfeatures: " + features + "\nmodel:\n  - dense: {units: classes}\n";
        return Recipes.parse(yaml, "made.yaml", List.of(sets));
    }

    /** A file of 4.5 s at the sample rate of {@link MadeAudio}, which the recipe here doubles and more. */
    private FeatureBlock extract(Recipe recipe, double seconds) throws UnusableFileException {
        Path file = MadeAudio.write(root.resolve("made.wav"), MadeAudio.tone(440, seconds));
        return new FeatureExtractor(recipe.data(), recipe.features()).extract(file);
    }

    private static float[] sound(double seconds) {
        return org.timbrel.audio.resample.Resampler.resample(
                        new org.timbrel.audio.Sound(MadeAudio.tone(440, seconds), MadeAudio.RATE), RATE)
                .samples();
    }

    private static float[] segment(FeatureBlock block, int segment) {
        float[] values = new float[block.segmentSize()];
        block.copySegment(segment, values, 0);
        return values;
    }

    @Test
    void stackHoldsItsPartsSideBySide() throws UnusableFileException {
        FeatureBlock block = extract(recipe(LI), 4.5);
        assertEquals(List.of(1, 128, 40), List.of(block.segments(), block.frames(), block.bins()));
        float[] sound = java.util.Arrays.copyOf(sound(4.5), 3 * RATE);
        FeatureSettings settings = FeatureSettings.defaults(RATE);
        List<Feature> parts = List.of(
                new Mfcc(settings.withDecibels(settings.decibels().withoutTopDb())),
                new SpectralCentroid(settings),
                new Chroma(settings),
                new SpectralContrast(settings));
        float[] values = segment(block, 0);
        int offset = 0;
        for (Feature part : parts) {
            Frames frames = part.compute(sound);
            for (int t = 0; t < 128; t++) {
                for (int b = 0; b < part.bins(); b++) {
                    assertEquals(
                            frames.get(t, b), values[t * 40 + offset + b], "frame " + t + ", value " + (offset + b));
                }
            }
            offset += part.bins();
        }
        assertEquals(40, offset);
    }

    @ParameterizedTest
    @EnumSource(value = FeatureSpec.Type.class, mode = EnumSource.Mode.EXCLUDE, names = "STACK")
    void everyKindHasTheValuesThatTheRecipePromises(FeatureSpec.Type kind) throws UnusableFileException {
        Recipe recipe = recipe("{kind: " + kind.word() + "}");
        FeatureBlock block = extract(recipe, 3);
        assertEquals(130, block.frames());
        assertEquals(recipe.features().bins(), block.bins());
        assertEquals(recipe, Recipes.parse(recipe.toYaml(), "again", List.of()));
    }

    @Test
    void partsOfAStackAreChosenByOneSet() {
        Recipe single = recipe(LI, "features.of=[chroma]");
        assertEquals(12, single.features().bins());
        assertEquals(single, Recipes.parse(single.toYaml(), "again", List.of()));
        assertEquals(20, recipe(LI, "features.kind=mfcc").features().bins());
    }

    @Test
    void wholeTrackIsNormalisedAndResizedWhateverItsLength() throws UnusableFileException {
        Recipe recipe = recipe("{kind: log-mel, wholeTrack: true, normalize: standard, resize: [210, 200]}");
        assertEquals(recipe, Recipes.parse(recipe.toYaml(), "again", List.of()));
        FeatureSettings settings = FeatureSettings.defaults(RATE);
        for (double seconds : new double[] {1.5, 4.5}) {
            FeatureBlock block = extract(recipe, seconds);
            assertEquals(List.of(1, 210, 200), List.of(block.segments(), block.frames(), block.bins()));
            float[] values = new LogMelSpectrogram(
                            settings.withDecibels(settings.decibels().withoutTopDb()))
                    .compute(sound(seconds))
                    .values();
            double mean = 0;
            double square = 0;
            for (float value : values) {
                mean += value / (double) values.length;
                square += (double) value * value / values.length;
            }
            double deviation = Math.sqrt(square - mean * mean);
            float[] standard = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                standard[i] = (float) ((values[i] - mean) / deviation);
            }
            Frames wanted = new Resize(210, 200, false).apply(new Frames(values.length / 128, 128, standard));
            assertArrayEquals(wanted.values(), segment(block, 0), 2e-5f);
        }
    }

    @Test
    void pngRoundsToLevelsOfAGreyPicture() throws UnusableFileException {
        String features = "{kind: log-mel, wholeTrack: true, normalize: minMax, resize: 64, interpolation: antialias}";
        float[] exact = segment(extract(recipe(features), 2), 0);
        float[] rounded = segment(extract(recipe(features, "features.png=true"), 2), 0);
        for (int i = 0; i < exact.length; i++) {
            assertEquals(Math.round(255 * exact[i]) / 255f, rounded[i], "value " + i);
            assertTrue(exact[i] >= 0 && exact[i] <= 1);
        }
    }

    @Test
    void silenceIsNormalisedToZeros() {
        Frames silence = new Frames(2, 3, new float[] {-5, -5, -5, -5, -5, -5});
        for (FeatureSpec.Normalize normalize : List.of(FeatureSpec.Normalize.STANDARD, FeatureSpec.Normalize.MIN_MAX)) {
            assertArrayEquals(
                    new float[6],
                    new SegmentImage(null, normalize, null, false)
                            .apply(silence)
                            .values());
        }
    }

    @Test
    void lengthsBesideTheWholeTrackAreRefused() {
        assertEquals(
                "made.yaml, line 2: features.segmentSeconds has no use where features.wholeTrack is true; leave it"
                        + " out.",
                assertThrows(RecipeException.class, () -> recipe("{wholeTrack: true, resize: 128, segmentSeconds: 3}"))
                        .getMessage());
    }

    @Test
    void octavesAboveTheRateAreOneSentence() {
        Recipe recipe = recipe("{kind: spectral-contrast}", "data.sampleRate=8000");
        assertTrue(assertThrows(DataException.class, () -> new FeatureExtractor(recipe.data(), recipe.features()))
                .getMessage()
                .startsWith("The recipe's features can't be computed: the last of 6 octaves begins at 6400.0 Hz"));
    }
}
