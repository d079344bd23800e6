package org.timbrel.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsWrittenAndReplaced() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "long old contents");
        AtomicFile.write(file, "née");
        assertEquals("née", Files.readString(file));
        assertOnly(file);
    }

    @Test
    void aFailureInMidWriteLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        IOException e = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write("half of the n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    throw new IOException("No space left on device");
                }));
        assertEquals(
                "Could not write " + file + ": the disk is full; what stood there before is unchanged. "
                        + "Free some space and go on with --resume.",
                e.getMessage());
        assertEquals("old", Files.readString(file));
        assertOnly(file);
    }

    @Test
    void aFaultOfTheWriterLeavesTheOldFileToo() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(file, out -> {
                    throw new IllegalStateException("fault");
                }));
        assertEquals("old", Files.readString(file));
        assertOnly(file);
    }

    @Test
    void theOldFileStandsUntilTheNewOneIsWhole() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        AtomicFile.write(file, out -> {
            out.write('n');
            out.flush();
            assertEquals("old", Files.readString(file));
            out.write('w');
        });
        assertEquals("nw", Files.readString(file));
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("missing/a.txt");
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, "new"));
        assertEquals("Could not write " + file + ": the folder does not exist.", e.getMessage());
    }

    @Test
    void aTemporaryFileLeftByACrashIsNoHindrance() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(folder.resolve("a.txt.tmp"), "left by a crash, and longer");
        AtomicFile.write(file, "new");
        assertEquals("new", Files.readString(file));
        assertFalse(Files.exists(folder.resolve("a.txt.tmp")));
    }

    @Test
    void anInterruptedThreadStillWrites() throws IOException {
        Path file = folder.resolve("a.txt");
        MetricsLog log = new MetricsLog(folder.resolve("metrics.jsonl"));
        Thread.currentThread().interrupt();
        try {
            AtomicFile.write(file, "new");
            log.append(new MetricsEvent.Stop("interrupted", 3));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals("new", Files.readString(file));
        assertEquals(1, log.read().size());
    }

    private void assertOnly(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.allMatch(file::equals));
        }
    }
}
