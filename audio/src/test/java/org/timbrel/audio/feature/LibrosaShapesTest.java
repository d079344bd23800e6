package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.Sound;

/** Measures of level, shape and pitch against librosa's, for all of {@code benchmarks/reference/audio/make_fixtures.py}. */
class LibrosaShapesTest {
    /** Of the array's largest value. */
    private static final double RELATIVE = 2e-6;

    private static final int RATE = 22050;
    private static final FeatureSettings DEFAULTS = FeatureSettings.defaults(RATE);
    private static final Map<String, Frames> GOLDEN = GoldenSounds.golden("librosa-shapes.npz");
    private static final Map<String, Function<FeatureSettings, Feature>> KINDS = kinds();

    private record Variant(String name, Sound sound, FeatureSettings settings) {}

    private static Stream<Variant> variants() {
        Sound music = sound(4410, RATE, 1);
        return Stream.of(
                new Variant("default", music, DEFAULTS),
                new Variant("n-fft-odd", music, DEFAULTS.withNFft(999).withHopLength(333)),
                new Variant(
                        "win-length",
                        music,
                        DEFAULTS.withNFft(1024).withWinLength(701).withHopLength(400)),
                new Variant("not-centered", music, DEFAULTS.withCenter(false)),
                new Variant("rate-44100", sound(4410, 44100, 1), FeatureSettings.defaults(44100)),
                new Variant(
                        "edges-on-bins",
                        sound(3200, 16000, 1),
                        FeatureSettings.defaults(16000).withNFft(400).withHopLength(160)),
                new Variant("chirp", new Sound(GoldenSounds.chirp(11025, RATE, 5000), RATE), DEFAULTS),
                new Variant("quiet", sound(4410, RATE, 1e-4), DEFAULTS),
                new Variant("short", sound(300, RATE, 1), DEFAULTS),
                new Variant("one-sample", sound(1, RATE, 1), DEFAULTS),
                new Variant("silence", new Sound(new float[2000], RATE), DEFAULTS));
    }

    private static Map<String, Function<FeatureSettings, Feature>> kinds() {
        Map<String, Function<FeatureSettings, Feature>> kinds = new LinkedHashMap<>();
        kinds.put("rms", RootMeanSquare::new);
        kinds.put("zero-crossing-rate", ZeroCrossingRate::new);
        kinds.put("spectral-centroid", SpectralCentroid::new);
        kinds.put("spectral-bandwidth", SpectralBandwidth::new);
        kinds.put("spectral-bandwidth-p", settings -> new SpectralBandwidth(settings, 3));
        kinds.put("spectral-rolloff", SpectralRolloff::new);
        kinds.put("spectral-rolloff-half", settings -> new SpectralRolloff(settings, 0.5));
        kinds.put("chroma", Chroma::new);
        kinds.put("chroma-24", settings -> new Chroma(settings, 24, OptionalDouble.of(0.25)));
        kinds.put("spectral-contrast", SpectralContrast::new);
        kinds.put("spectral-contrast-linear", settings -> new SpectralContrast(settings, 100, 4, 0.2, true));
        kinds.put("amplitude-statistics", AmplitudeStatistics::new);
        return kinds;
    }

    private static Sound sound(int count, int rate, double gain) {
        return new Sound(GoldenSounds.music(count, rate, gain), rate);
    }

    @TestFactory
    Stream<DynamicTest> agreesWithLibrosa() {
        return variants().flatMap(variant -> KINDS.entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(
                        variant.name + "." + kind.getKey(),
                        () -> assertGolden(
                                variant.name + "." + kind.getKey(),
                                kind.getValue().apply(variant.settings),
                                variant.sound))));
    }

    @Test
    void everyArrayOfTheFixtureIsTested() {
        assertEquals(GOLDEN.size(), variants().count() * KINDS.size());
    }

    @Test
    void bandsThatDoNotFitAreRefusedByName() {
        assertRefused("p must", () -> new SpectralBandwidth(DEFAULTS, 0));
        assertRefused("roll_percent", () -> new SpectralRolloff(DEFAULTS, 1));
        assertRefused("n_chroma", () -> new Chroma(DEFAULTS, 0, OptionalDouble.empty()));
        assertRefused("n_bands", () -> new SpectralContrast(FeatureSettings.defaults(8000)));
        assertRefused("n_bands", () -> new SpectralContrast(DEFAULTS, 200, 0, 0.02, false));
        assertRefused("fmin", () -> new SpectralContrast(DEFAULTS, 0, 6, 0.02, false));
        assertRefused("quantile", () -> new SpectralContrast(DEFAULTS, 200, 6, 1, false));
        assertRefused("n_fft", () -> new SpectralContrast(DEFAULTS.withNFft(64)));
    }

    private static void assertGolden(String name, Feature feature, Sound sound) {
        Frames golden = GOLDEN.get(name);
        Frames actual = feature.compute(sound);
        assertEquals(golden.frames(), actual.frames(), "frames");
        assertEquals(golden.bins(), actual.bins(), "bins");
        assertEquals(feature.bins(), actual.bins(), "bins");
        float largest = 0;
        for (float value : golden.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < golden.values().length; i++) {
            assertEquals(golden.values()[i], actual.values()[i], RELATIVE * largest, "value " + i);
        }
    }

    private static void assertRefused(String name, Executable act) {
        String message = assertThrows(IllegalArgumentException.class, act).getMessage();
        assertTrue(message.contains(name) && message.endsWith("."), message);
    }
}
