package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timbrel.training.recipe.AugmentSpec;

/** Each change of a training batch by itself. */
class BatchAugmentationTest {
    private static final int T = 12;
    private static final int F = 10;
    private static final SegmentRef REF = new SegmentRef(3, 1);

    private static float[] picture() {
        float[] x = new float[T * F];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.7 * i) + Math.floorDiv(i, F);
        }
        return x;
    }

    private static float[] changed(AugmentSpec.Image spec, int epoch, SegmentRef ref) {
        float[] x = picture();
        new ImageAugmentation(spec, 5).apply(x, 0, T, F, epoch, ref);
        return x;
    }

    private static double mean(float[] x) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
    }

    private static double deviation(float[] x) {
        double mean = mean(x);
        return Math.sqrt(IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - mean) * (x[i] - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void brightnessShiftsAllValuesAlike() {
        float[] x = changed(new AugmentSpec.Image(0.5, 0, 0, 0, 0), 1, REF);
        float shift = x[0] - picture()[0];
        assertTrue(shift != 0 && Math.abs(shift) <= 0.5, "got " + shift);
        for (int i = 0; i < x.length; i++) {
            assertEquals(picture()[i] + shift, x[i], 1e-5);
        }
    }

    @Test
    void contrastKeepsTheMeanAndScalesTheRest() {
        float[] x = changed(new AugmentSpec.Image(0, 0.5, 0, 0, 0), 1, REF);
        double factor = deviation(x) / deviation(picture());
        assertEquals(mean(picture()), mean(x), 1e-5);
        assertTrue(factor >= 0.5 && factor <= 1.5 && Math.abs(factor - 1) > 1e-3, "got " + factor);
    }

    @Test
    void flipTurnsTimeRoundAndNothingElse() {
        float[] x = changed(new AugmentSpec.Image(0, 0, 1, 0, 0), 1, REF);
        for (int t = 0; t < T; t++) {
            assertArrayEquals(
                    Arrays.copyOfRange(picture(), t * F, t * F + F),
                    Arrays.copyOfRange(x, (T - 1 - t) * F, (T - t) * F),
                    1e-5f);
        }
    }

    @Test
    void flipHappensAsOftenAsAsked() {
        int flipped = (int) IntStream.range(0, 2000)
                .filter(i -> changed(new AugmentSpec.Image(0, 0, 0.3, 0, 0), 1, new SegmentRef(i, 0))[0] > 5)
                .count();
        assertEquals(600, flipped, 62, "three deviations");
    }

    @Test
    void noiseHasTheDeviationAsked() {
        float[] x = new float[200 * 100];
        new ImageAugmentation(new AugmentSpec.Image(0, 0, 0, 0.25, 0), 5).apply(x, 0, 200, 100, 1, REF);
        assertEquals(0, mean(x), 0.006);
        assertEquals(0.25, deviation(x), 0.005);
    }

    @Test
    void cropEnlargesAPartOfThePicture() {
        float[] ramp = new float[T * F];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = Math.floorDiv(i, F); // grows by 1 a frame
        }
        double narrowest = T;
        for (int epoch = 1; epoch < 50; epoch++) {
            float[] x = ramp.clone();
            new ImageAugmentation(new AugmentSpec.Image(0, 0, 0, 0, 0.5), 5).apply(x, 0, T, F, epoch, REF);
            double seen = x[x.length - 1] - x[0];
            assertTrue(x[0] >= 0 && x[x.length - 1] <= T - 1 && seen >= T / 2 - 1, "saw " + seen);
            narrowest = Math.min(narrowest, seen);
        }
        assertTrue(narrowest < 8, "the narrowest saw " + narrowest);
    }

    @Test
    void drawsAreThoseOfEpochTrackAndSegment() {
        AugmentSpec.Image all = new AugmentSpec.Image(0.2, 0.2, 0.5, 0.1, 0.2);
        assertArrayEquals(changed(all, 2, REF), changed(all, 2, new SegmentRef(3, 1)));
        for (float[] other : new float[][] {
            changed(all, 3, REF), changed(all, 2, new SegmentRef(4, 1)), changed(all, 2, new SegmentRef(3, 2))
        }) {
            assertNotEquals(changed(all, 2, REF)[7], other[7]);
        }
    }

    /** Four segments, of which number i holds i everywhere. */
    private static Batch batch() {
        float[] x = new float[4 * T * F];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.floorDiv(i, T * F);
        }
        return new Batch(x, 4, T, F, 1, new int[] {10, 11, 12, 13}, new int[] {0, 1, 2, 3});
    }

    @Test
    void cutMixWeighsLabelsByTheAreaThatEachFills() {
        CutMix cutMix = new CutMix(new AugmentSpec.CutMix(1, 1), 7, 5);
        double shares = 0;
        for (int index = 0; index < 300; index++) {
            Batch mixed = cutMix.apply(batch(), 1, index);
            for (int i = 0; i < 4; i++) {
                int other = mixed.otherLabels()[i] - 10;
                int own = 0;
                for (int v = i * T * F; v < (i + 1) * T * F; v++) {
                    assertTrue(mixed.x()[v] == i || mixed.x()[v] == other, "foreign value " + mixed.x()[v]);
                    own += mixed.x()[v] == i ? 1 : 0;
                }
                if (other != i) {
                    assertEquals(mixed.ownShare(), (double) own / (T * F), 1e-12);
                }
                assertEquals(10 + i, mixed.labels()[i]);
            }
            shares += mixed.ownShare() / 300;
        }
        assertTrue(shares > 0.5 && shares < 0.8, "on average " + shares + " is a segment's own");
    }

    @Test
    void cutMixFallsOverTheEpochs() {
        CutMix cutMix = new CutMix(new AugmentSpec.CutMix(0.8, 0.2), 7, 4);
        for (int epoch = 1; epoch <= 4; epoch++) {
            int number = epoch;
            double wanted = 0.8 - 0.2 * (epoch - 1);
            assertEquals(wanted, cutMix.probability(epoch), 1e-12);
            int mixed = (int) IntStream.range(0, 1000)
                    .filter(i -> cutMix.apply(batch(), number, i).ownShare() < 1)
                    .count();
            // A box of less than two frames or bins leaves the batch as it is: up to 4 in 100 here.
            assertEquals(1000 * wanted, mixed, 95);
        }
    }
}
