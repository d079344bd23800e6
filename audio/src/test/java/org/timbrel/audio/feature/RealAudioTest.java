package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.Sound;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;

/**
 * Every feature against librosa's on music, where GTZAN is at hand: every 64th frame of three clips, by
 * {@code benchmarks/reference/audio/make_gtzan_fixture.py}.
 */
class RealAudioTest {
    private static final int EVERY = 64;
    /** Of the array's largest value. */
    private static final double RELATIVE = 2e-6;

    private static final Path DATA = Path.of("../../shared/data/gtzan-100/genres_original")
            .toAbsolutePath()
            .normalize();

    private static Map<String, Function<FeatureSettings, Feature>> kinds() {
        Map<String, Function<FeatureSettings, Feature>> kinds = new LinkedHashMap<>();
        kinds.put("mel", MelSpectrogram::new);
        kinds.put("mfcc", Mfcc::new);
        kinds.put("mfcc-delta", settings -> new Delta(new Mfcc(settings)));
        kinds.put("mfcc-delta-2", settings -> new Delta(new Mfcc(settings), 9, 2));
        kinds.put("rms", RootMeanSquare::new);
        kinds.put("zero-crossing-rate", ZeroCrossingRate::new);
        kinds.put("spectral-centroid", SpectralCentroid::new);
        kinds.put("spectral-bandwidth", SpectralBandwidth::new);
        kinds.put("spectral-rolloff", SpectralRolloff::new);
        kinds.put("spectral-contrast", SpectralContrast::new);
        kinds.put("chroma", Chroma::new);
        kinds.put("amplitude-statistics", AmplitudeStatistics::new);
        return kinds;
    }

    @TestFactory
    Stream<DynamicTest> agreesWithLibrosa() {
        Map<String, Frames> golden = GoldenSounds.golden("librosa-gtzan.npz");
        Map<String, Function<FeatureSettings, Feature>> kinds = kinds();
        return golden.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    assumeTrue(Files.isDirectory(DATA), "GTZAN-100 is not at " + DATA);
                    String[] words = name.split(" ", 2);
                    assertGolden(golden.get(name), kinds.get(words[1]), sound(words[0]));
                }));
    }

    private static Sound sound(String clip) throws UnreadableAudioException {
        return AudioFile.read(DATA.resolve(clip));
    }

    private static void assertGolden(Frames golden, Function<FeatureSettings, Feature> kind, Sound sound) {
        Frames actual = kind.apply(FeatureSettings.defaults(sound.sampleRate())).compute(sound);
        assertEquals(golden.frames(), (actual.frames() + EVERY - 1) / EVERY, "frames");
        assertEquals(golden.bins(), actual.bins(), "bins");
        float largest = 0;
        for (float value : golden.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int frame = 0; frame < golden.frames(); frame++) {
            for (int bin = 0; bin < golden.bins(); bin++) {
                assertEquals(
                        golden.get(frame, bin),
                        actual.get(EVERY * frame, bin),
                        RELATIVE * largest,
                        "frame " + (EVERY * frame) + ", bin " + bin);
            }
        }
    }
}
