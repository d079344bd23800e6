package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.recipe.AugmentSpec;
import org.timbrel.training.recipe.Recipe;

class WaveformAugmentationTest {
    private static final AugmentSpec.Waveform ALL = new AugmentSpec.Waveform(2, 0.02, 0.2, 0.2, 2, false);
    private static final float[] TONE = MadeAudio.tone(440, 0.5);

    @TempDir
    Path root;

    private FeatureSet variants(AugmentSpec.Waveform spec, int threads, String cache) {
        Recipe recipe = MadeAudio.recipe();
        FeatureExtractor extractor =
                new FeatureExtractor(recipe.data(), recipe.features(), new WaveformAugmentation(spec, 3));
        return new FeaturePipeline(extractor, new FeatureCache(root.resolve(cache)), threads)
                .prepare(AudioDataSet.scan(root.resolve("data"), recipe.data()), done -> {});
    }

    private static float[] segment(FeatureSet features, int track, int segment) {
        float[] values = new float[features.frames() * features.bins()];
        features.tracks().get(track).block().copySegment(segment, values, 0);
        return values;
    }

    @Test
    void variantsKeepTheLengthAndDifferByVariantTrackAndSegment() {
        WaveformAugmentation waveform = new WaveformAugmentation(ALL, 3);
        float[] one = waveform.apply(TONE, 0, 7, 1);
        assertEquals(TONE.length, one.length);
        assertArrayEquals(one, waveform.apply(TONE, 0, 7, 1));
        assertFalse(Arrays.equals(one, waveform.apply(TONE, 1, 7, 1)));
        assertFalse(Arrays.equals(one, waveform.apply(TONE, 0, 8, 1)));
        assertFalse(Arrays.equals(one, waveform.apply(TONE, 0, 7, 2)));
        assertFalse(Arrays.equals(one, new WaveformAugmentation(ALL, 4).apply(TONE, 0, 7, 1)));
    }

    @Test
    void amountsOfZeroChangeNothing() {
        AugmentSpec.Waveform none = new AugmentSpec.Waveform(1, 0, 0, 0, 0, false);
        assertArrayEquals(TONE, new WaveformAugmentation(none, 3).apply(TONE, 0, 7, 1));
    }

    @Test
    void variantsAreCachedAndTheSameForAnyNumberOfThreads() {
        MadeAudio.folder(root.resolve("data"), 2, "a", "b");
        FeatureSet one = variants(ALL, 1, "one");
        FeatureSet two = variants(ALL, 2, "two");
        FeatureSet again = variants(ALL, 2, "one");
        assertEquals(List.of(4, 4, 0), List.of(one.computed(), two.computed(), again.computed()));
        for (int track = 0; track < 4; track++) {
            assertEquals(6, one.tracks().get(track).segments(), "two variants of three segments");
            for (int s = 0; s < 6; s++) {
                assertArrayEquals(segment(one, track, s), segment(two, track, s));
                assertArrayEquals(segment(one, track, s), segment(again, track, s));
            }
        }
    }

    @Test
    void variantsOfASideFollowItsSegments() {
        FeatureSet own = MadeFeatures.of(2, 2, 3);
        FeatureSet made = MadeFeatures.of(2, 2, 6);
        FeatureSet varied =
                own.withVariants(new int[] {1}, List.of(made.tracks().get(1)), false);
        List<SegmentRef> side = List.of(new SegmentRef(1, 2), new SegmentRef(0, 0));
        assertEquals(
                List.of(new SegmentRef(1, 2), new SegmentRef(0, 0), new SegmentRef(1, 5), new SegmentRef(1, 8)),
                varied.withVariants(side));
        float[] values = new float[6];
        varied.tracks().get(1).copySegment(8, values, 0);
        assertEquals(1000 + 10 * 5, values[0], "the last segment of the second variant");
        assertEquals(3, varied.tracks().get(1).segments());
        assertEquals(
                9,
                own.withVariants(new int[] {1}, List.of(made.tracks().get(1)), true)
                        .tracks()
                        .get(1)
                        .segments());
    }

    @Test
    void noiseGrowsWithItsAmount() {
        double little = difference(0.01);
        double much = difference(0.1);
        assertTrue(little > 0 && much > 9 * little && much < 11 * little, little + " and " + much);
    }

    private static double difference(double noise) {
        float[] noisy =
                new WaveformAugmentation(new AugmentSpec.Waveform(1, noise, 0, 0, 0, false), 3).apply(TONE, 0, 7, 1);
        double sum = 0;
        for (int i = 0; i < TONE.length; i++) {
            sum += Math.abs(noisy[i] - TONE[i]);
        }
        return sum;
    }
}
