package org.timbrel.audio.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.wav", "A.WAV", "b.au", "c.snd", "d.flac", "e.ogg", "f.mp3", "blues.00000.wav"})
    void audioIsKnownByItsEnding(String name) {
        assertTrue(AudioFile.isAudio(folder.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "a.txt", "a.wav.txt", ".wav", "._a.wav", "a"})
    void otherFilesAreNot(String name) {
        assertFalse(AudioFile.isAudio(folder.resolve(name)));
    }

    @Test
    void missingFile() {
        assertUnreadable("no such file", folder.resolve("missing.wav"));
    }

    @Test
    void folderInsteadOfAFile() {
        assertUnreadable("folder", folder);
    }

    @Test
    void emptyFile() throws IOException {
        assertUnreadable("empty", Files.createFile(folder.resolve("empty.wav")));
    }

    @Test
    void fileOfNoKnownKind() throws IOException {
        Path file = folder.resolve("jazz.wav");
        Files.write(file, new byte[1000]);
        assertUnreadable("00 00 00 00 00 00 00 00", file);
        Files.write(file, "hi".getBytes(StandardCharsets.US_ASCII));
        assertUnreadable("68 69", file);
    }

    @Test
    void reasonStandsWithoutTheName() {
        Path file = folder.resolve("missing.wav");
        UnreadableAudioException e = assertThrows(UnreadableAudioException.class, () -> AudioFile.read(file));
        assertEquals(file, e.file());
        assertEquals("there is no such file", e.reason());
    }

    private static void assertUnreadable(String reason, Path file) {
        String message = assertThrows(UnreadableAudioException.class, () -> AudioFile.read(file))
                .getMessage();
        assertTrue(message.startsWith(file.toString()) && message.contains(reason), message);
    }
}
