package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.wav.WavWriter;

/** Data that can't be trained on end with exit code 3 and one sentence; no run folder is left behind. */
final class BadDataTest {
    @TempDir
    Path work;

    @Test
    void refusesAFolderThatIsNotThere() {
        refuses(work.resolve("nowhere"), "There is no data folder");
    }

    @Test
    void refusesAnEmptyFolder() throws IOException {
        refuses(Files.createDirectory(work.resolve("data")), "has no class folders");
    }

    @Test
    void refusesOneClass() throws IOException {
        Path data = work.resolve("data");
        Files.createDirectories(data.resolve("low"));
        WavWriter.write(data.resolve("low").resolve("a.wav"), MadeMusic.tone(300, 2, 2));
        refuses(data, "only one class, \"low\"");
    }

    @Test
    void refusesAClassInPlaceOfAllClasses() throws IOException {
        refuses(MadeMusic.folder(work.resolve("data"), 1).resolve("low"), "give the folder that it stands in");
    }

    @Test
    void refusesARunFolderThatIsTakenBeforeAnythingIsRead() throws IOException {
        Path run = Files.createDirectory(work.resolve("run"));
        Files.writeString(run.resolve("recipe.yaml"), "title: an old run", StandardCharsets.UTF_8);
        Captured said = train(work.resolve("nowhere"));
        assertTrue(said.sentence().contains("holds a run already"), said.err());
        assertEquals("title: an old run", Files.readString(run.resolve("recipe.yaml")));
    }

    @Test
    void namesTheRunsBesideOneThatIsNotThere() throws IOException {
        Files.createDirectories(work.resolve("runs").resolve("first"));
        Files.writeString(work.resolve("runs").resolve("first").resolve("recipe.yaml"), "", StandardCharsets.UTF_8);
        Captured said = Captured.run(work, "evaluate", work.resolve("runs").resolve("frist"));
        assertTrue(said.sentence().contains("There is no run folder"), said.err());
        assertTrue(said.sentence().contains("Runs beside it: first."), said.err());
    }

    @Test
    void saysWhatWasFound() throws IOException {
        Path data = MadeMusic.folder(work.resolve("data"), 4);
        Files.delete(data.resolve("high").resolve("track3.wav"));
        List<Object> words = new ArrayList<>(List.of("train", "kuppusamy-lstm", "--data", data));
        words.addAll(List.of("--out", work.resolve("run"), "--epochs", 1));
        words.addAll(MadeMusic.SMALL);
        words.add("--set=data.sampleRate=16000");
        Captured said = Captured.run(work, words.toArray());
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("Data: 11 tracks in 3 classes: high 3, low 4, middle 4."), said.out());
        assertTrue(
                said.out().contains("Sides: 5 tracks (10 segments) train, 3 tracks (6 segments) validate, 3 tracks"),
                said.out());
        assertTrue(said.out().contains("high/track0.wav has 8000 Hz, so nothing above 4000 Hz"), said.out());
    }

    @Test
    void refusesAClassWhoseFilesAreTooShort() throws IOException {
        Path data = MadeMusic.folder(work.resolve("data"), 3);
        for (int track = 0; track < 3; track++) {
            WavWriter.write(data.resolve("high").resolve("track" + track + ".wav"), MadeMusic.tone(300, 2, 0.5));
        }
        refuses(data, "No file of the class \"high\" can be used");
    }

    @Test
    void refusesAClassWhoseFilesHoldNotANumber() throws IOException {
        Path data = MadeMusic.folder(work.resolve("data"), 3);
        for (int track = 0; track < 3; track++) {
            Files.write(data.resolve("low").resolve("track" + track + ".wav"), notANumber());
        }
        refuses(data, "sample 100 is NaN");
    }

    @Test
    void refusesTooFewTracks() throws IOException {
        refuses(MadeMusic.folder(work.resolve("data"), 1), "has 1 usable track");
    }

    @Test
    void leavesOutWhatCannotBeReadAndSaysSo() throws IOException {
        Path data = MadeMusic.folder(work.resolve("data"), 4);
        Files.write(data.resolve("low").resolve("empty.wav"), new byte[0]);
        Files.writeString(data.resolve("low").resolve("text.wav"), "not music", StandardCharsets.UTF_8);
        Files.write(data.resolve("high").resolve("nan.wav"), notANumber());
        Captured said = train(data);
        assertEquals(0, said.code(), said.err());
        for (String name : new String[] {"low/empty.wav", "low/text.wav", "high/nan.wav"}) {
            assertTrue(said.out().contains("Left out " + name), said.out());
        }
        assertTrue(said.out().contains("3 left out, 12 tracks used."), said.out());
    }

    @Test
    void predictsOnlyFromWhatCanBeHeard() throws IOException {
        Path data = MadeMusic.folder(work.resolve("data"), 4);
        assertEquals(0, train(data).code());
        Path shortSong = work.resolve("short.wav");
        WavWriter.write(shortSong, MadeMusic.tone(300, 2, 0.5));
        Captured said = Captured.run(work, "predict", work.resolve("run"), shortSong);
        assertEquals(ExitCode.BAD_DATA.number(), said.code());
        assertTrue(said.sentence().contains("short.wav"), said.err());
    }

    private void refuses(Path data, String expected) {
        Captured said = train(data);
        assertEquals(ExitCode.BAD_DATA.number(), said.code(), said.err());
        assertTrue(said.sentence().contains(expected), said.err());
        assertEquals(1, said.err().lines().count(), said.err());
        assertFalse(Files.exists(work.resolve("run")), "a run folder was left behind");
    }

    private Captured train(Path data) {
        List<Object> words = new ArrayList<>(List.of("train", "kuppusamy-lstm", "--data", data));
        words.addAll(List.of("--out", work.resolve("run"), "--epochs", 1));
        words.addAll(MadeMusic.SMALL);
        return Captured.run(work, words.toArray());
    }

    /** Two seconds of 32-bit float WAV whose sample 100 is not a number. */
    private static byte[] notANumber() {
        float[] samples = MadeMusic.tone(300, 2, 2).samples().clone();
        samples[100] = Float.NaN;
        ByteBuffer wav = ByteBuffer.allocate(44 + 4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 4 * samples.length);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 3).putShort((short) 1).putInt(MadeMusic.RATE).putInt(4 * MadeMusic.RATE);
        wav.putShort((short) 4).putShort((short) 32);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * samples.length);
        wav.asFloatBuffer().put(samples);
        return Arrays.copyOf(wav.array(), wav.capacity());
    }
}
