package org.timbrel.audio.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.InverseStft;
import org.timbrel.audio.feature.Stft;

/** Changes of a sound against librosa's, made by {@code benchmarks/reference/audio/make_fixtures.py}. */
class AugmentTest {
    private static final Map<String, Frames> GOLDEN = GoldenSounds.golden("augmented.npz");
    private static final float[] MUSIC = GoldenSounds.music(6000, 22050, 1);

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.5})
    void stretchesAsLibrosa(double rate) {
        float[] golden = GOLDEN.get("stretch." + rate).values();
        assertArrayEquals(golden, new TimeStretch(rate).apply(MUSIC), 2e-5f);
    }

    /** The resamplers differ near half the rate; soxr's own pass band is what the tolerance leaves room for. */
    @ParameterizedTest
    @ValueSource(strings = {"-3", "0.7"})
    void shiftsPitchAsLibrosa(String semitones) {
        float[] golden = GOLDEN.get("pitch." + semitones).values();
        float[] actual = new PitchShift(Double.parseDouble(semitones)).apply(MUSIC);
        assertEquals(golden.length, actual.length);
        double error = 0;
        double energy = 0;
        for (int i = 0; i < golden.length; i++) {
            error += Math.pow(golden[i] - actual[i], 2);
            energy += Math.pow(golden[i], 2);
        }
        assertTrue(Math.sqrt(error / energy) < 0.01, "relative error " + Math.sqrt(error / energy));
    }

    @Test
    void inverseGivesTheSamplesBack() {
        FeatureSettings settings = FeatureSettings.defaults(22050);
        float[] back = new InverseStft(settings).samples(new Stft(settings).complex(MUSIC), MUSIC.length);
        assertArrayEquals(MUSIC, back, 1e-6f);
    }

    @Test
    void stretchByOneChangesNothing() {
        assertArrayEquals(MUSIC, new TimeStretch(1).apply(MUSIC), 1e-5f);
    }

    @Test
    void shiftOfTimeGoesRoundTheEnd() {
        float[] sound = {1, 2, 3, 4, 5};
        assertArrayEquals(new float[] {4, 5, 1, 2, 3}, new TimeShift(2).apply(sound));
        assertArrayEquals(new float[] {2, 3, 4, 5, 1}, new TimeShift(-1).apply(sound));
    }

    @Test
    void noiseIsAPartOfTheLoudestSample() {
        float[] sound = {0, -2, 1};
        assertArrayEquals(
                new float[] {0.2f, -2, 0.8f}, new WhiteNoise(0.1).apply(sound, new double[] {1, 0, -1}), 1e-6f);
    }

    @Test
    void badAmountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TimeStretch(0));
        assertThrows(IllegalArgumentException.class, () -> new PitchShift(25));
        assertThrows(IllegalArgumentException.class, () -> new WhiteNoise(-1));
    }
}
