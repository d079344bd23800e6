package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timbrel.training.recipe.FeatureSpec.Standardize;
import org.timbrel.training.recipe.Recipe;

/** The example that a picture shows is what training reads, and says what was done to it. */
class AugmentationExampleTest {
    private static final int T = 12;
    private static final int F = 10;
    private static final int SIZE = T * F;

    private final FeatureSet plain = features();
    private final FeatureSet features =
            plain.withVariants(IntStream.range(0, 9).toArray(), features().tracks(), false);
    private final List<SegmentRef> training = features.withVariants(MadeFeatures.all(plain));
    private final StandardScaler scaler = StandardScaler.fit(features, training, Standardize.GLOBAL);

    /** Three classes of three tracks with two segments each. */
    private static FeatureSet features() {
        List<TrackFeatures> tracks = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 9; i++) {
            float[] values = new float[2 * SIZE];
            for (int k = 0; k < values.length; k++) {
                values[k] = random.nextFloat() + i;
            }
            tracks.add(new TrackFeatures(
                    new Track("track" + i, i / 3, Path.of("track" + i)),
                    new FeatureBlock(2, T, F, FloatBuffer.wrap(values))));
        }
        return new FeatureSet(List.of("class0", "class1", "class2"), tracks, List.of(), T, F, 9);
    }

    private List<AugmentationExample.Step> steps(Recipe recipe) {
        return AugmentationExample.of(recipe, features, training, scaler)
                .orElseThrow()
                .steps();
    }

    @Test
    void theLastStepIsASegmentOfATrainingBatch() {
        Recipe recipe = MadeAudio.recipe(
                "augment.waveform.noise=0.1",
                "augment.image.brightness=0.5",
                "augment.cutMix.probability=0.5",
                "training.batch=7");
        List<AugmentationExample.Step> steps = steps(recipe);
        assertEquals(4, steps.size());
        String[] begin = {"Original", "Sound: variant 1 of 1", "Image, in epoch ", "CutMix, in epoch "};
        for (int i = 0; i < begin.length; i++) {
            assertTrue(steps.get(i).name().startsWith(begin[i]), steps.get(i).name());
        }
        int epoch = Integer.parseInt(steps.get(2).name().replaceAll("\\D", ""));
        Batches batches = new Batches(features, training, scaler, 7)
                .augmented(new BatchAugmentation(
                        recipe.augment(),
                        recipe.training().seed(),
                        recipe.training().epochs()));
        List<String> read = new ArrayList<>();
        try (Epoch pass = batches.shuffled(recipe.training().seed(), epoch)) {
            while (pass.hasNext()) {
                Batch batch = pass.next();
                for (int i = 0; i < batch.n(); i++) {
                    read.add(Arrays.toString(Arrays.copyOfRange(batch.x(), SIZE * i, SIZE * i + SIZE)));
                }
            }
        }
        assertTrue(read.contains(Arrays.toString(steps.get(3).image().values())), "one of what the model reads");
        assertTrue(
                steps.get(3).name().matches(".*: the label is \\d+% class\\d, \\d+% class\\d"),
                steps.get(3).name());
        assertTrue(
                steps.get(2).detail().endsWith("brightness ±0.5"), steps.get(2).detail());
    }

    @Test
    void stepsThatARecipeDoesNotTakeAreNotShown() {
        List<AugmentationExample.Step> steps = steps(MadeAudio.recipe("augment.image.flip=1"));
        assertEquals(2, steps.size());
        float[] original = steps.get(0).image().values();
        for (int t = 0; t < T; t++) {
            assertArrayEquals(
                    Arrays.copyOfRange(original, t * F, t * F + F),
                    Arrays.copyOfRange(steps.get(1).image().values(), (T - 1 - t) * F, (T - t) * F),
                    1e-6f);
        }
        assertTrue(AugmentationExample.of(MadeAudio.recipe(), features, training, scaler)
                .isEmpty());
    }

    @Test
    void aSegmentAloneInItsBatchIsSaidToStayAsItIs() {
        List<AugmentationExample.Step> steps =
                steps(MadeAudio.recipe("augment.cutMix.probability=1", "training.batch=1"));
        assertTrue(steps.get(1).name().contains("no change"), steps.get(1).name());
        assertArrayEquals(steps.get(0).image().values(), steps.get(1).image().values());
    }
}
