package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.training.recipe.Recipe;

class FeaturePipelineTest {
    @TempDir
    Path root;

    private Path data() {
        return root.resolve("data");
    }

    private Path cache() {
        return root.resolve("cache");
    }

    private static float[] values(FeatureSet features) {
        int size = features.frames() * features.bins();
        float[] values = new float[features.segments() * size];
        int at = 0;
        for (TrackFeatures track : features.tracks()) {
            for (int s = 0; s < track.segments(); s++, at += size) {
                track.block().copySegment(s, values, at);
            }
        }
        return values;
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.walk(cache())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void segmentsAreTransformedOneByOne() {
        float[] sound = MadeAudio.tone(440, 1.1);
        MadeAudio.write(data().resolve("a/one.wav"), sound);
        MadeAudio.write(data().resolve("b/two.wav"), MadeAudio.tone(880, 0.5));
        Recipe recipe =
                MadeAudio.recipe("features.kind=mfcc", "features.nMfcc=5", "features.power=2", "features.htk=false");
        FeatureSet features = MadeAudio.features(data(), cache(), recipe, 2);
        assertEquals(32, features.frames());
        assertEquals(5, features.bins());
        assertEquals(
                List.of(3, 1),
                features.tracks().stream().map(TrackFeatures::segments).toList());
        float[] got = new float[32 * 5];
        features.tracks().get(0).block().copySegment(1, got, 0);
        FeatureSettings settings = FeatureSettings.defaults(MadeAudio.RATE)
                .withNFft(256)
                .withHopLength(128)
                .withNMels(8)
                .withNMfcc(5);
        float[] wanted = new Mfcc(settings)
                .compute(Arrays.copyOfRange(sound, 2000, 6000))
                .values();
        assertArrayEquals(wanted, got);
    }

    @Test
    void framesAreCropped() {
        MadeAudio.folder(data(), 1, "a", "b");
        FeatureSet all = MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1);
        FeatureSet first = MadeAudio.features(data(), cache(), MadeAudio.recipe("features.frames=10"), 1);
        assertEquals(10, first.frames());
        assertArrayEquals(Arrays.copyOf(values(all), 80), Arrays.copyOf(values(first), 80));
    }

    @Test
    void threadsDoNotChangeTheResult() {
        MadeAudio.folder(data(), 5, "a", "b");
        FeatureSet one = MadeAudio.features(data(), root.resolve("one"), MadeAudio.recipe(), 1);
        FeatureSet four = MadeAudio.features(data(), root.resolve("four"), MadeAudio.recipe(), 4);
        assertArrayEquals(values(one), values(four));
        assertEquals(
                one.tracks().stream().map(TrackFeatures::track).toList(),
                four.tracks().stream().map(TrackFeatures::track).toList());
    }

    @Test
    void secondTimeComesFromTheCache() {
        MadeAudio.folder(data(), 3, "a", "b");
        FeatureSet first = MadeAudio.features(data(), cache(), MadeAudio.recipe(), 2);
        FeatureSet second = MadeAudio.features(data(), cache(), MadeAudio.recipe("features.standardize=none"), 2);
        assertEquals(6, first.computed());
        assertEquals(0, second.computed());
        assertArrayEquals(values(first), values(second));
    }

    @Test
    void otherSettingsAndOtherContentMissTheCache() {
        MadeAudio.folder(data(), 2, "a", "b");
        MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1);
        for (String set : List.of("features.hop=100", "features.fMin=50", "data.maxSeconds=0.9", "features.power=2")) {
            assertEquals(
                    4,
                    MadeAudio.features(data(), cache(), MadeAudio.recipe(set), 1)
                            .computed(),
                    set);
        }
        MadeAudio.write(data().resolve("a/a.00001.wav"), MadeAudio.tone(1234, 1));
        assertEquals(
                1, MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1).computed());
    }

    @Test
    void renamedFileHitsTheCache() throws IOException {
        MadeAudio.folder(data(), 2, "a", "b");
        MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1);
        Files.move(data().resolve("a/a.00001.wav"), data().resolve("a/renamed.wav"));
        assertEquals(
                0, MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1).computed());
    }

    @Test
    void damagedCacheFilesAreComputedAgain() throws IOException {
        MadeAudio.folder(data(), 2, "a", "b");
        float[] wanted = values(MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1));
        List<Path> files = cached();
        byte[] flipped = Files.readAllBytes(files.get(0));
        flipped[flipped.length / 2] ^= 1;
        byte[] otherMagic = Files.readAllBytes(files.get(1));
        otherMagic[0] = 'X';
        byte[] cut = Files.readAllBytes(files.get(2));
        Files.write(replace(files.get(0)), flipped);
        Files.write(replace(files.get(1)), otherMagic);
        Files.write(replace(files.get(2)), Arrays.copyOf(cut, cut.length - 4));
        Files.write(replace(files.get(3)), new byte[3]);
        FeatureSet again = MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1);
        assertEquals(4, again.computed());
        assertArrayEquals(wanted, values(again));
        assertEquals(
                0, MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1).computed());
        assertEquals(files, cached(), "no temporary files are left behind");
    }

    /** A file that is mapped must not be changed in place, so a new one takes its name. */
    private static Path replace(Path file) throws IOException {
        Files.delete(file);
        return file;
    }

    @Test
    void unusableFilesAreLeftOutWithTheReason() {
        MadeAudio.folder(data(), 2, "a", "b");
        float[] nan = MadeAudio.tone(300, 1);
        nan[77] = Float.NaN;
        MadeAudio.write(data().resolve("a/nan.wav"), nan);
        MadeAudio.write(data().resolve("a/empty.wav"), new byte[0]);
        MadeAudio.write(data().resolve("a/text.wav"), new byte[] {'h', 'e', 'l', 'l', 'o', '!', '!', '!'});
        MadeAudio.write(
                data().resolve("b/header.wav"),
                Arrays.copyOf("RIFF0000WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 16));
        MadeAudio.write(data().resolve("b/short.wav"), MadeAudio.tone(300, 0.25));
        List<Integer> progress = new ArrayList<>();
        Recipe recipe = MadeAudio.recipe();
        FeatureSet features = new FeaturePipeline(
                        new FeatureExtractor(recipe.data(), recipe.features()), new FeatureCache(cache()), 2)
                .prepare(AudioDataSet.scan(data(), recipe.data()), progress::add);
        assertEquals(4, features.tracks().size());
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), progress);
        Map<String, String> reasons =
                features.leftOut().stream().collect(Collectors.toMap(LeftOut::name, LeftOut::reason));
        assertEquals(5, reasons.size());
        assertEquals("sample 77 is NaN, not a finite number", reasons.get("a/nan.wav"));
        assertEquals("the file is empty", reasons.get("a/empty.wav"));
        assertTrue(reasons.get("a/text.wav").contains("68 65 6c 6c 6f"), reasons.get("a/text.wav"));
        assertEquals("it has no data chunk", reasons.get("b/header.wav"));
        assertEquals(
                "it has 0.25 s of sound; at least 0.5 s are needed (features.segmentSeconds)",
                reasons.get("b/short.wav"));
    }

    @Test
    void aTrackThatIsTooShortIsToldWhatAsksForMore() {
        MadeAudio.folder(data(), 1, "a", "b");
        assertEquals(
                "it has 1 sample of sound; at least 0.5 s are needed (features.segmentSeconds)",
                reasonOf(new float[1], MadeAudio.recipe()));
        assertEquals(
                "it has 0.25 s of sound; at least 0.75 s are needed (data.minSeconds)",
                reasonOf(MadeAudio.tone(300, 0.25), MadeAudio.recipe("data.minSeconds=0.75")));
        String whole = "features={kind: log-mel, nFft: 256, nMels: 8, wholeTrack: true, resize: [8, 8],"
                + " segmentSeconds: null, overlapSeconds: null}";
        assertEquals(
                "it has 0.25 s of sound; at least 1.0 s are needed",
                reasonOf(MadeAudio.tone(300, 0.25), MadeAudio.recipe(whole)));
        assertEquals("it has no samples", reasonOf(new float[0], MadeAudio.recipe()));
    }

    private String reasonOf(float[] samples, Recipe recipe) {
        MadeAudio.write(data().resolve("a/short.wav"), samples);
        return MadeAudio.features(data(), cache(), recipe, 1).leftOut().get(0).reason();
    }

    @Test
    void leastLengthIsTheRecipes() {
        MadeAudio.folder(data(), 1, "a", "b");
        MadeAudio.write(data().resolve("a/longer.wav"), MadeAudio.tone(300, 2));
        MadeAudio.write(data().resolve("b/longer.wav"), MadeAudio.tone(400, 2));
        FeatureSet features = MadeAudio.features(data(), cache(), MadeAudio.recipe("data.minSeconds=1.5"), 1);
        assertEquals(
                List.of("a/longer.wav", "b/longer.wav"),
                features.tracks().stream().map(t -> t.track().name()).toList());
    }

    @Test
    void cutOffFileIsLeftOutWithTheReason() throws IOException {
        MadeAudio.folder(data(), 2, "a", "b");
        Path whole = data().resolve("a/a.00000.wav");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length * 6 / 10));
        FeatureSet features = MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1);
        assertEquals(3, features.tracks().size());
        assertEquals(
                List.of(new LeftOut(
                        "a/a.00000.wav", "it is cut off: its header promises 32000 bytes of sound, 19182 are there")),
                features.leftOut());
    }

    @Test
    void classWithoutUsableFileIsAnError() {
        MadeAudio.folder(data(), 2, "a");
        MadeAudio.write(data().resolve("b/short.wav"), MadeAudio.tone(300, 0.25));
        assertEquals(
                "No file of the class \"b\" can be used; b/short.wav: it has 0.25 s of sound; at least 0.5 s are"
                        + " needed (features.segmentSeconds).",
                assertThrows(DataException.class, () -> MadeAudio.features(data(), cache(), MadeAudio.recipe(), 1))
                        .getMessage());
    }

    @Test
    void cacheThatCannotBeWrittenIsOneSentence() {
        MadeAudio.folder(data(), 1, "a", "b");
        Path file = MadeAudio.write(root.resolve("file"), new byte[1]);
        String message = assertThrows(
                        UncheckedIOException.class,
                        () -> MadeAudio.features(data(), file.resolve("cache"), MadeAudio.recipe(), 1))
                .getMessage();
        assertTrue(message.startsWith("The feature cache " + file.resolve("cache") + " cannot be written"), message);
    }

    @Test
    void otherRatesAreResampled() {
        MadeAudio.folder(data(), 1, "a", "b");
        FeatureSet half = MadeAudio.features(data(), cache(), MadeAudio.recipe("data.sampleRate=4000"), 1);
        assertEquals(16, half.frames());
        assertEquals(3, half.tracks().get(0).segments());
        assertNotEquals(0f, values(half)[0]);
    }
}
