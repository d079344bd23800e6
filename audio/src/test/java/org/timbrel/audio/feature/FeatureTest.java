package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.Sound;

/** What holds for features without looking at librosa's values. */
class FeatureTest {
    private static final int RATE = 22050;
    private static final FeatureSettings DEFAULTS = FeatureSettings.defaults(RATE);

    @Test
    void toneStandsInItsBin() {
        float[] tone = new float[RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 100 * i / 2048);
        }
        Frames power = new Stft(DEFAULTS).compute(tone);
        // A Hann window of n samples sums to n/2, and half of a real tone's amplitude stands at its positive frequency.
        assertEquals(512.0 * 512, power.get(20, 100), 1);
        assertEquals(power.get(20, 100) / 4, power.get(20, 99), 1);
        assertEquals(0, power.get(20, 103), 1e-3);
    }

    /** Of lengths for which JTransforms has three different algorithms. */
    @ParameterizedTest
    @ValueSource(ints = {2048, 1200, 1021})
    void oneInstanceServesManyThreads(int nFft) {
        Feature mfcc = new Mfcc(DEFAULTS.withNFft(nFft).withNMels(40));
        List<float[]> sounds = IntStream.range(0, 8)
                .mapToObj(i -> GoldenSounds.music(5000 + 700 * i, RATE, 1))
                .toList();
        List<float[]> alone =
                sounds.stream().map(sound -> mfcc.compute(sound).values()).toList();
        IntStream.range(0, 200)
                .parallel()
                .forEach(i -> assertArrayEquals(
                        alone.get(i % 8), mfcc.compute(sounds.get(i % 8)).values()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 1023, 1024, 22050})
    void centeredFramesCountHops(int samples) {
        assertEquals(1 + samples / 512, DEFAULTS.frames(samples));
        assertEquals(
                1 + samples / 512,
                new MelSpectrogram(DEFAULTS).compute(new float[samples]).frames());
    }

    @Test
    void soundOfAnotherRateIsRefused() {
        Feature mel = new MelSpectrogram(DEFAULTS);
        Executable act = () -> mel.compute(new Sound(new float[100], 16000));
        String message = assertThrows(IllegalArgumentException.class, act).getMessage();
        assertTrue(message.contains("16000") && message.contains("22050") && message.contains("resample"), message);
    }

    @Test
    void settingsThatDoNotFitAreRefusedByName() {
        assertRefused("win_length", () -> DEFAULTS.withWinLength(4096));
        assertRefused("n_fft", () -> DEFAULTS.withNFft(0));
        assertRefused("hop_length", () -> DEFAULTS.withHopLength(0));
        assertRefused("power", () -> DEFAULTS.withPower(0));
        assertRefused("n_mels", () -> DEFAULTS.withNMels(0));
        assertRefused("fmax", () -> DEFAULTS.withFMax(12000));
        assertRefused("fmin", () -> DEFAULTS.withFMin(11025));
        assertRefused("n_mfcc", () -> new Mfcc(DEFAULTS.withNMels(10)));
        assertRefused("n_fft", () -> DEFAULTS.withCenter(false).frames(2047));
        assertRefused("sample rate", () -> DEFAULTS.withSampleRate(0));
        assertRefused("top_db", () -> Decibels.ofPower().withTopDb(-1));
        assertRefused("amin", () -> Decibels.ofPower().withAmin(0));
        assertRefused("ref", () -> Decibels.ofPower().withRef(0));
    }

    @Test
    void decibelsOfKnownValues() {
        Frames values = new Frames(1, 4, new float[] {100, 1, 1e-3f, 0});
        assertArrayEquals(new float[] {20, 0, -30, -60}, compute(Decibels.ofPower(), values), 1e-4f);
        assertArrayEquals(new float[] {40, 0, -40, -40}, compute(Decibels.ofAmplitude(), values), 1e-4f);
        assertArrayEquals(
                new float[] {0, -20, -50, -120},
                compute(Decibels.ofPower().withRefMax().withoutTopDb(), values),
                1e-4f);
    }

    private static float[] compute(Decibels decibels, Frames values) {
        return decibels.compute(values).values();
    }

    private static void assertRefused(String name, Executable act) {
        String message = assertThrows(IllegalArgumentException.class, act).getMessage();
        assertTrue(message.contains(name) && message.endsWith("."), message);
    }
}
