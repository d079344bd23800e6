package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.audio.Sound;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.npy.Npy;
import org.timbrel.audio.npy.Npz;
import org.timbrel.audio.wav.WavWriter;

/** {@code features} writes arrays of the shapes that librosa's defaults give, as (frames, bins). */
final class FeaturesCommandTest {
    @TempDir
    Path work;

    private Path song;

    @BeforeEach
    void makeSong() throws IOException {
        song = work.resolve("song.wav");
        WavWriter.write(song, MadeMusic.tone(440, 3, 1)); // 8000 samples at 8000 Hz
    }

    @ParameterizedTest
    @CsvSource({
        "stft, 16, 1025, ''",
        "mel, 16, 128, ''",
        "log-mel, 16, 128, ''",
        "mfcc, 16, 20, ''",
        "mel, 16, 30, --n-mels 30 --htk --norm none --fmin 50 --fmax 3000 --power 1",
        "mfcc, 63, 13, --n-mfcc 13 --hop-length 128 --n-fft 512 --win-length 400",
        "stft, 44, 1025, --sr 22050",
        "rms, 16, 1, --frame-length 1024",
        "zero-crossing-rate, 16, 1, ''",
        "spectral-centroid, 16, 1, ''",
        "spectral-bandwidth, 16, 1, --p 3",
        "spectral-rolloff, 16, 1, --roll-percent 0.5",
        "spectral-contrast, 16, 5, --n-bands 4 --fmin 150 --quantile 0.1 --linear",
        "spectral-contrast, 44, 7, --sr 22050",
        "chroma, 16, 24, --n-chroma 24 --tuning 0.1",
        "mfcc, 16, 20, --delta 1 --width 5",
        "chroma, 16, 12, --delta 2",
        "log-mel, 32, 24, --resize 32x24",
        "stack, 16, 26, '--of mfcc,chroma,rms --n-mfcc 13'",
        "stack, 16, 13, '--of chroma,spectral-centroid --delta 1'",
    })
    void writesFramesByBins(String kind, int frames, int bins, String options) throws IOException {
        Path out = work.resolve("out.npy");
        String words = "features " + song + " --kind " + kind + " --out " + out + " " + options;
        Captured said = Captured.run(work, (Object[]) words.strip().split(" +"));
        assertEquals(0, said.code(), said.err());
        Frames array = Npy.read(out);
        assertEquals(frames, array.frames());
        assertEquals(bins, array.bins());
        assertTrue(said.out().contains("(" + frames + ", " + bins + ")"), said.out());
    }

    @Test
    void findsTheToneInItsBand() throws IOException {
        Path out = work.resolve("out.npz");
        Captured.run(work, "features", song, "--kind", "stft", "--out", out);
        Map<String, Frames> arrays = Npz.read(out);
        Frames stft = arrays.get("stft");
        int loudest = 0;
        for (int bin = 0; bin < stft.bins(); bin++) {
            loudest = stft.get(8, bin) > stft.get(8, loudest) ? bin : loudest;
        }
        assertEquals(440, loudest * 8000.0 / 2048, 8000.0 / 2048);
    }

    @Test
    void hearsTheTonesPitchClassAndFrequency() throws IOException {
        Path out = work.resolve("out.npy");
        Captured.run(work, "features", song, "--kind", "chroma", "--out", out);
        assertEquals(1, Npy.read(out).get(8, 9), 1e-6); // A
        Captured.run(work, "features", song, "--kind", "spectral-rolloff", "--out", out);
        assertEquals(440, Npy.read(out).get(8, 0), 2 * 8000.0 / 2048);
    }

    @Test
    void saysThatASoundIsTooShortForADelta() {
        Captured said = Captured.run(work, "features", song, "--kind", "mfcc", "--delta", 1, "--width", "17");
        assertEquals(ExitCode.BAD_DATA.number(), said.code(), said.err());
        assertTrue(said.sentence().contains("song.wav") && said.sentence().contains("16"), said.err());
    }

    /** As librosa does: what lies outside the sound is taken to be silence. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stft",
                "mel",
                "log-mel",
                "mfcc",
                "rms",
                "zero-crossing-rate",
                "spectral-centroid",
                "spectral-bandwidth",
                "spectral-rolloff",
                "spectral-contrast",
                "chroma",
                "amplitude-statistics"
            })
    void oneSampleIsOneFrame(String kind) throws IOException {
        Path sample = work.resolve("sample.wav");
        WavWriter.write(sample, new Sound(new float[] {0.5f}, 22050));
        Path out = work.resolve("out.npy");
        Captured said = Captured.run(work, "features", sample, "--kind", kind, "--out", out);
        assertEquals(0, said.code(), said.err());
        assertEquals(1, Npy.read(out).frames());
        assertEquals(
                0,
                Captured.run(work, "features", sample, "--kind", kind, "--out", work.resolve("out.png"))
                        .code());
    }

    @Test
    void aSoundThatIsTooShortForASegmentIsSaidToBe() {
        Captured said = Captured.run(
                work,
                "features",
                song,
                "--augment",
                "sheng-cnn-lstm",
                "--out",
                "o.png",
                "--set=features.wholeTrack=false",
                "--set=features.segmentSeconds=2");
        assertEquals(ExitCode.BAD_DATA.number(), said.code(), said.err());
        assertTrue(said.sentence().contains("it has 1.00 s of sound; at least 2.0 s are needed"), said.err());
    }

    @Test
    void drawsAPicture() throws IOException {
        Path out = work.resolve("out.png");
        Captured said = Captured.run(work, "features", song, "--out", out);
        assertEquals(0, said.code(), said.err());
        BufferedImage picture = ImageIO.read(out.toFile());
        assertTrue(picture.getWidth() > 100 && picture.getHeight() > 100);
    }

    @Test
    void aStackHoldsItsPartsSideBySideAndIsDrawnAsPanels() throws IOException {
        Path out = work.resolve("out.npy");
        Captured.run(work, "features", song, "--kind", "stack", "--of", "rms,chroma", "--out", out);
        Frames stack = Npy.read(out);
        Captured.run(work, "features", song, "--kind", "chroma", "--out", out);
        Frames chroma = Npy.read(out);
        for (int bin = 0; bin < 12; bin++) {
            assertEquals(chroma.get(8, bin), stack.get(8, bin + 1));
        }
        Path one = work.resolve("one.png");
        Path three = work.resolve("three.png");
        Captured.run(work, "features", song, "--kind", "stack", "--of", "mfcc", "--out", one);
        Captured said =
                Captured.run(work, "features", song, "--kind", "stack", "--of", "mfcc,chroma,rms", "--out", three);
        assertEquals(0, said.code(), said.err());
        assertTrue(ImageIO.read(three.toFile()).getHeight()
                > 2 * ImageIO.read(one.toFile()).getHeight());
    }

    @Test
    void aStackWantsItsKindsAndOnlyAStackTakesThem() {
        for (String words : new String[] {"--kind stack", "--kind stack --of stack", "--kind mfcc --of chroma"}) {
            Captured said = Captured.run(work, (Object[]) ("features " + song + " " + words).split(" "));
            assertEquals(ExitCode.USAGE.number(), said.code(), said.err());
            assertTrue(said.sentence().contains("stack") || said.sentence().contains("--of"), said.err());
        }
    }

    @Test
    void drawsWhatARecipesAugmentationMakesOfASound() throws IOException {
        Path out = work.resolve("out.png");
        Captured said = Captured.run(
                work,
                "features",
                song,
                "--augment",
                "kuppusamy-lstm",
                "--set=features.segmentSeconds=0.5",
                "--set=augment.image={flip: 0.5, noise: 0.1}",
                "--set=augment.waveform.pitch=1",
                "--out",
                out);
        assertEquals(0, said.code(), said.err());
        assertTrue(ImageIO.read(out.toFile()).getHeight() > 900, "three panels");
    }

    @ParameterizedTest
    @CsvSource({
        "--augment harmonynet --out o.png, does not augment",
        "--augment sheng-cnn-lstm, --out F.png",
        "--augment sheng-cnn-lstm --out o.npy, --out F.png",
        "--augment sheng-cnn-lstm --out o.png --n-mels 30, --n-mels has no use",
        "--set augment.image.flip=1, --augment too",
        "--augment sheng --out o.png, sheng-cnn-lstm",
    })
    void saysWhatAPictureOfAugmentationWants(String words, String sentence) {
        Captured said = Captured.run(work, (Object[]) ("features " + song + " " + words).split(" "));
        assertEquals(ExitCode.USAGE.number(), said.code(), said.err());
        assertTrue(said.sentence().contains(sentence), said.err());
        assertFalse(Files.exists(work.resolve("o.png")));
    }

    @Test
    void writesAFolderAndGoesOnAfterAFileThatCannotBeRead() throws IOException {
        Path songs = MadeMusic.folder(work.resolve("songs"), 1);
        Files.writeString(songs.resolve("low").resolve("broken.wav"), "no sound at all");
        Path out = work.resolve("out");
        Captured said = Captured.run(work, "features", songs, "--out", out, "--format", "npz");
        assertEquals(ExitCode.BAD_DATA.number(), said.code());
        assertTrue(said.err().contains("broken.wav"), said.err());
        assertTrue(said.err().contains("1 of 4 files"), said.err());
        for (String place : new String[] {"low/track0.npz", "middle/track0.npz", "high/track0.npz"}) {
            assertTrue(Files.isRegularFile(out.resolve(place)), place);
        }
        assertFalse(Files.exists(out.resolve("low/broken.npz")));
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() {
        Captured said = Captured.run(work, "features", song, "--fmax", "9000");
        assertEquals(ExitCode.USAGE.number(), said.code(), said.err());
        assertTrue(said.sentence().contains("4000"), said.err());
    }

    @ParameterizedTest
    @CsvSource({
        "log-mel, --n-mfcc 13",
        "stft, --n-mels 40",
        "rms, --win-length 100",
        "chroma, --power 1",
        "mfcc, --quantile 0.1",
        "spectral-centroid, --fmin 50",
    })
    void refusesAnOptionOfAnotherKindByName(String kind, String option) {
        String words = "features " + song + " --kind " + kind + " " + option;
        Captured said = Captured.run(work, (Object[]) words.split(" "));
        assertEquals(ExitCode.USAGE.number(), said.code(), said.err());
        assertTrue(
                said.sentence().contains(option.substring(0, option.indexOf(' ')) + " has no use for --kind " + kind),
                said.err());
    }

    @Test
    void goesOnAfterASoundThatIsTooShortForADelta() throws IOException {
        Path songs = MadeMusic.folder(work.resolve("songs"), 1);
        WavWriter.write(songs.resolve("low").resolve("short.wav"), new Sound(new float[100], 8000));
        Path out = work.resolve("out");
        Captured said = Captured.run(work, "features", songs, "--delta", 1, "--out", out);
        assertEquals(ExitCode.BAD_DATA.number(), said.code(), said.err());
        assertTrue(said.err().contains("short.wav") && said.err().contains("1 of 4 files"), said.err());
        assertTrue(Files.isRegularFile(out.resolve("middle/track0.npy")));
    }

    @Test
    void refusesAFolderWithoutMusic() throws IOException {
        Path empty = Files.createDirectory(work.resolve("empty"));
        assertEquals(
                ExitCode.BAD_DATA.number(),
                Captured.run(work, "features", empty).code());
    }

    @Test
    void saysThatAFileCannotBeWritten() {
        Captured said = Captured.run(
                work, "features", song, "--out", work.resolve("nowhere").resolve("out.npy"));
        assertEquals(ExitCode.FAILED.number(), said.code());
        assertTrue(said.sentence().contains("nowhere"), said.err());
    }
}
