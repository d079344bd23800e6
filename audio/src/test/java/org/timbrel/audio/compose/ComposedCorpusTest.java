package org.timbrel.audio.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposedCorpusTest {
    private static final ComposedCorpus.Progress SILENT = (tracks, ofTracks) -> {};

    @TempDir
    Path folder;

    @Test
    void laysOutAFolderAStyle() throws IOException {
        List<String> progress = new ArrayList<>();
        new ComposedCorpus(1).write(folder, 12, 0.5, 3, (tracks, ofTracks) -> progress.add(tracks + "/" + ofTracks));

        List<Path> files = wavFiles(folder);
        assertEquals(12, files.size());
        assertEquals("blues/blues.00000.wav", folder.relativize(files.get(0)).toString());
        assertTrue(Files.exists(folder.resolve("classical/classical.00001.wav")));
        assertTrue(Files.exists(folder.resolve("rock/rock.00000.wav")));
        assertEquals(12, progress.size());
        assertEquals("12/12", progress.get(11));
        assertEquals(
                Optional.of(new CorpusManifest(CorpusManifest.GENERATOR, 12, 0.5, 3)), CorpusManifest.read(folder));
    }

    @Test
    void sameSeedGivesSameBytesForAnyNumberOfThreads() throws Exception {
        String once = hashOfCorpus("a", 1, 11);
        assertEquals(once, hashOfCorpus("b", 1, 11));
        assertEquals(once, hashOfCorpus("c", 2, 11));
        assertNotEquals(once, hashOfCorpus("d", 2, 12));
    }

    @Test
    void aLargerCorpusBeginsWithTheSmallerOne() throws IOException {
        new ComposedCorpus(2).write(folder.resolve("small"), 10, 0.5, 5, SILENT);
        new ComposedCorpus(2).write(folder.resolve("large"), 20, 0.5, 5, SILENT);
        for (Path file : wavFiles(folder.resolve("small"))) {
            Path same = folder.resolve("large").resolve(folder.resolve("small").relativize(file));
            assertEquals(-1, Files.mismatch(file, same), file.toString());
        }
    }

    @Test
    void completesAnUnfinishedCorpusAndKeepsWhatIsThere() throws IOException {
        new ComposedCorpus(2).write(folder, 10, 0.5, 5, SILENT);
        Path kept = folder.resolve("jazz/jazz.00000.wav");
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(kept, longAgo);
        Path lost = folder.resolve("pop/pop.00000.wav");
        byte[] bytes = Files.readAllBytes(lost);
        Files.delete(lost);

        new ComposedCorpus(2).write(folder, 10, 0.5, 5, SILENT);

        assertEquals(longAgo, Files.getLastModifiedTime(kept));
        assertTrue(Arrays.equals(bytes, Files.readAllBytes(lost)));
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        Path precious = folder.resolve("thesis.txt");
        Files.writeString(precious, "words");
        IOException refusal = assertThrows(
                FileAlreadyExistsException.class, () -> new ComposedCorpus(1).write(folder, 10, 0.5, 5, SILENT));
        assertEquals(
                folder + " is not empty and holds no composed corpus: choose another folder for the corpus.",
                refusal.getMessage());
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(List.of(precious), entries.toList());
        }
    }

    @Test
    void refusesAFolderThatHoldsAnotherCorpus() throws IOException {
        new ComposedCorpus(1).write(folder, 1, 0.5, 5, SILENT);
        IOException refusal = assertThrows(
                FileAlreadyExistsException.class, () -> new ComposedCorpus(1).write(folder, 1, 0.5, 6, SILENT));
        assertTrue(refusal.getMessage().contains("seed 5"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("seed 6"), refusal.getMessage());
    }

    @Test
    void refusesWhatIsNoManifest() throws IOException {
        Files.writeString(folder.resolve(CorpusManifest.FILE), "generator\tone\n");
        IOException refusal = assertThrows(IOException.class, () -> CorpusManifest.read(folder));
        assertTrue(refusal.getMessage().contains("is not the manifest of a composed corpus"), refusal.getMessage());
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new ComposedCorpus(0));
        assertThrows(IllegalArgumentException.class, () -> new ComposedCorpus(1).write(folder, 0, 1, 1, SILENT));
        assertThrows(IllegalArgumentException.class, () -> new ComposedCorpus(1).write(folder, 1, 0, 1, SILENT));
        assertThrows(
                IllegalArgumentException.class, () -> new ComposedCorpus(1).write(folder, 1, Double.NaN, 1, SILENT));
    }

    private String hashOfCorpus(String name, int threads, long seed) throws Exception {
        Path dir = folder.resolve(name);
        new ComposedCorpus(threads).write(dir, 10, 1, seed, SILENT);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : wavFiles(dir)) {
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> wavFiles(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }
}
