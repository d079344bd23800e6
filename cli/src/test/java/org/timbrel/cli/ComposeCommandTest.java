package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose} writes the same bytes for the same seed. */
final class ComposeCommandTest {
    @TempDir
    Path work;

    @Test
    void theSeedDecidesEveryByte() throws IOException {
        byte[] first = bytes(compose("first", 3));
        byte[] again = bytes(compose("again", 3));
        byte[] other = bytes(compose("other", 4));
        assertArrayEquals(first, again);
        assertFalse(Arrays.equals(first, other));
    }

    private Path compose(String name, int seed) throws IOException {
        Path out = work.resolve(name);
        Captured said = Captured.run(work, "compose", "--out", out, "--tracks", 10, "--seconds", 1, "--seed", seed);
        assertEquals(0, said.code(), said.err());
        assertEquals(10, wavs(out).size());
        return out;
    }

    private static byte[] bytes(Path folder) throws IOException {
        return Files.readAllBytes(wavs(folder).get(4));
    }

    private static List<Path> wavs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }
}
