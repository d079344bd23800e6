package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.Sound;
import org.timbrel.audio.wav.WavWriter;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Terminal;
import picocli.CommandLine;

/** {@code timbrel bench audio}, without librosa. */
class AudioBenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter failed = new StringWriter();

    @TempDir
    Path music;

    @BeforeEach
    void twoSongs() throws IOException {
        float[] samples = new float[4000];
        samples[10] = 0.5f;
        WavWriter.write(music.resolve("a.wav"), new Sound(samples, 22050));
        WavWriter.write(music.resolve("b.wav"), new Sound(samples, 22050));
    }

    @Test
    void timesAFolderAndCachedFeatures() throws IOException {
        assertEquals(0, run(music.toString(), "--rounds", "1", "--python", "none", "--json"), failed.toString());
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(JSON.std.mapFrom(line));
        }
        assertEquals("Timbrel", lines.get(0).get("contender"));
        assertEquals(2, lines.get(0).get("files"));
        assertTrue(((Number) lines.get(0).get("seconds")).doubleValue() > 0, out.toString());
        assertEquals("batches of 32 from the cache, scaled", lines.get(1).get("contender"));
        assertTrue(((Number) lines.get(1).get("gigabytesASecond")).doubleValue() > 0, out.toString());
        assertEquals("plain copy of the same segments", lines.get(2).get("contender"));
        assertEquals(1.0, lines.get(2).get("shareOfCopy"));
        assertEquals(3, lines.size());
    }

    @Test
    void printsTables() {
        assertEquals(0, run(music.toString(), "--rounds", "1", "--python", "none"), failed.toString());
        assertTrue(out.toString().contains("s for 2 files"), out.toString());
        assertTrue(out.toString().contains("of copy"), out.toString());
        assertTrue(out.toString().contains(" 100%"), out.toString());
    }

    @Test
    void wantsRoundsAndSongs() {
        assertEquals(ExitCode.USAGE.number(), run(music.toString(), "--rounds", "0"));
        assertTrue(failed.toString().contains("--rounds must be at least 1, got 0."), failed.toString());
        assertEquals(ExitCode.BAD_DATA.number(), run(music.resolve("a.wav").toString()));
        assertTrue(failed.toString().contains("must have two WAV files or more, but has 1."), failed.toString());
    }

    private int run(String... words) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false);
        return new CommandLine(new AudioBenchCommand(terminal))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    failed.write(String.valueOf(failure));
                    return failure instanceof CommandException wrong
                            ? wrong.code().number()
                            : 1;
                })
                .execute(words);
    }
}
