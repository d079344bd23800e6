package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.Sound;

/** All features against librosa's, for the variants of {@code benchmarks/reference/audio/make_fixtures.py}. */
class LibrosaFeaturesTest {
    /** Of the array's largest value; librosa's own rounding to 32 bits takes a good part of it. */
    private static final double RELATIVE = 1e-6;

    private static final double DECIBELS = 1e-4;

    private static final int RATE = 22050;
    private static final Map<String, Frames> GOLDEN = GoldenSounds.golden("librosa-features.npz");
    private static final Sound MUSIC = sound(4410, RATE, 1);

    private record Variant(String name, Sound sound, FeatureSettings settings) {}

    private static Stream<Variant> variants() {
        FeatureSettings defaults = FeatureSettings.defaults(RATE);
        Decibels power = Decibels.ofPower();
        FeatureSettings amplitude = defaults.withPower(1).withDecibels(Decibels.ofAmplitude());
        return Stream.of(
                new Variant("default", MUSIC, defaults),
                new Variant("htk", MUSIC, defaults.withMelScale(MelScale.HTK)),
                new Variant("norm-none", MUSIC, defaults.withNorm(MelNorm.NONE)),
                new Variant(
                        "htk-norm-none",
                        MUSIC,
                        defaults.withMelScale(MelScale.HTK).withNorm(MelNorm.NONE)),
                new Variant("power-1", MUSIC, amplitude),
                new Variant("n-fft-1024", MUSIC, defaults.withNFft(1024)),
                new Variant(
                        "n-fft-odd",
                        MUSIC,
                        defaults.withNFft(999).withHopLength(333).withNMels(40)),
                new Variant(
                        "win-length",
                        MUSIC,
                        defaults.withNFft(1024).withWinLength(701).withHopLength(400)),
                new Variant(
                        "fmin-fmax", MUSIC, defaults.withFMin(80).withFMax(7600).withNMels(40)),
                new Variant("not-centered", MUSIC, defaults.withCenter(false).withNMels(40)),
                new Variant(
                        "rate-44100",
                        sound(4410, 44100, 1),
                        FeatureSettings.defaults(44100).withNMels(64)),
                new Variant(
                        "ref-max",
                        MUSIC,
                        defaults.withDecibels(power.withRefMax().withTopDb(40))),
                new Variant(
                        "no-top-db",
                        MUSIC,
                        defaults.withDecibels(power.withRef(0.5).withAmin(1e-7).withoutTopDb())),
                new Variant("quiet", sound(4410, RATE, 1e-4), defaults),
                new Variant("short", sound(300, RATE, 1), defaults),
                new Variant("one-sample", sound(1, RATE, 1), defaults),
                new Variant("silence", new Sound(new float[2000], RATE), defaults),
                new Variant("harmonynet", MUSIC, amplitude.withNFft(1024).withMelScale(MelScale.HTK)),
                new Variant("kuppusamy-lstm", MUSIC, defaults.withNMfcc(13)));
    }

    private static Sound sound(int count, int rate, double gain) {
        return new Sound(GoldenSounds.music(count, rate, gain), rate);
    }

    @TestFactory
    Stream<DynamicTest> melSpectrogram() {
        return variants()
                .map(v -> DynamicTest.dynamicTest(
                        v.name,
                        () -> assertRelative(v.name + ".mel", new MelSpectrogram(v.settings).compute(v.sound))));
    }

    @TestFactory
    Stream<DynamicTest> logMelSpectrogram() {
        return variants()
                .map(v -> DynamicTest.dynamicTest(
                        v.name,
                        () -> assertNear(
                                v.name + ".log-mel", new LogMelSpectrogram(v.settings).compute(v.sound), DECIBELS)));
    }

    @TestFactory
    Stream<DynamicTest> mfcc() {
        return variants()
                .map(v -> DynamicTest.dynamicTest(
                        v.name, () -> assertRelative(v.name + ".mfcc", new Mfcc(v.settings).compute(v.sound))));
    }

    @TestFactory
    Stream<DynamicTest> stft() {
        return variants()
                .filter(v -> GOLDEN.containsKey(v.name + ".stft"))
                .map(v -> DynamicTest.dynamicTest(v.name, () -> {
                    Stft stft = new Stft(v.settings);
                    assertRelative(v.name + ".stft", stft.compute(v.sound));
                    ComplexFrames complex = stft.complex(v.sound.samples());
                    assertRelative(v.name + ".stft-real", complex.real());
                    assertRelative(v.name + ".stft-imaginary", complex.imaginary());
                }));
    }

    @Test
    void everyVariantOfTheFixtureIsTested() {
        long names =
                GOLDEN.keySet().stream().filter(key -> key.endsWith(".mel")).count();
        assertEquals(names, variants().count());
    }

    private static void assertRelative(String name, Frames actual) {
        float largest = 0;
        for (float value : GOLDEN.get(name).values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertNear(name, actual, RELATIVE * largest);
    }

    private static void assertNear(String name, Frames actual, double tolerance) {
        Frames golden = GOLDEN.get(name);
        assertEquals(golden.frames(), actual.frames(), "frames");
        assertEquals(golden.bins(), actual.bins(), "bins");
        for (int i = 0; i < golden.values().length; i++) {
            assertEquals(golden.values()[i], actual.values()[i], tolerance, name + " value " + i);
        }
    }
}
