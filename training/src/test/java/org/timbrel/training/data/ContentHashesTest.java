package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentHashesTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    Path root;

    private Path kept;
    private Path song;

    @BeforeEach
    void writeSong() throws IOException {
        kept = root.resolve("cache").resolve("contents.tsv");
        song = root.resolve("song.wav");
        write("abc", LONG_AGO);
    }

    private void write(String content, FileTime time) throws IOException {
        Files.writeString(song, content);
        Files.setLastModifiedTime(song, time);
    }

    private String hash() throws IOException {
        return new ContentHashes(kept).of(song);
    }

    @Test
    void hashIsTheFirstHalfOfSha256() throws IOException {
        assertEquals("ba7816bf8f01cfea414140de5dae2223", hash());
    }

    @Test
    void unchangedFileIsNotReadAgain() throws IOException {
        String hash = hash();
        // What no program does by accident shows that the file has not been looked into.
        write("xyz", LONG_AGO);
        assertEquals(hash, hash());
    }

    @Test
    void otherSizeOrTimeMeansOtherContent() throws IOException {
        String hash = hash();
        write("abcd", LONG_AGO);
        String longer = hash();
        assertNotEquals(hash, longer);
        write("abce", FileTime.from(LONG_AGO.toInstant().plusSeconds(1)));
        assertNotEquals(longer, hash());
    }

    @Test
    void fileThatChangedAMomentAgoIsNotTrusted() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        write("abc", now);
        String hash = hash();
        assertFalse(Files.exists(kept));
        write("xyz", now);
        assertNotEquals(hash, hash());
    }

    @Test
    void damagedLinesArePassedOver() throws IOException {
        String hash = hash();
        Files.writeString(kept, "ba78\t3\nnonsense\n", StandardOpenOption.APPEND);
        assertEquals(hash, hash());
        Files.writeString(kept, "ba7816bf8f01cf");
        assertEquals(hash, hash());
    }
}
