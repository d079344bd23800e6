package org.timbrel.audio.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.Sound;

/** FLAC, OGG Vorbis and MP3 files that libsndfile wrote, against what it and librosa read from them. */
class CompressedAudioTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mono-16.flac,0",
        "stereo-24.flac,0",
        "mono.ogg,1e-6",
        "stereo.ogg,1e-6",
        "mono.mp3,2e-6",
        "stereo.mp3,2e-6"
    })
    void samplesAreThoseThatLibrosaReads(String name, float tolerance) throws IOException {
        Sound sound = read(name, resource(name));
        float[] golden = GoldenSounds.golden("libsndfile-decoded.npz").get(name).values();
        assertEquals(22050, sound.sampleRate());
        assertEquals(golden.length, sound.samples().length);
        for (int i = 0; i < golden.length; i++) {
            assertEquals(golden[i], sound.samples()[i], tolerance, "sample " + i);
        }
    }

    @Test
    void contentDecidesNotTheName() throws IOException {
        assertArrayEquals(
                read("mono-16.flac", resource("mono-16.flac")).samples(),
                read("mono.wav", resource("mono-16.flac")).samples());
    }

    @Test
    void tagsAroundAnMp3ChangeNothing() throws IOException {
        byte[] mp3 = resource("mono.mp3");
        byte[] id3v2 = {'I', 'D', '3', 4, 0, 0, 0, 0, 1, 2};
        byte[] tagged = new byte[id3v2.length + 130 + mp3.length + 128];
        System.arraycopy(id3v2, 0, tagged, 0, id3v2.length);
        System.arraycopy(mp3, 0, tagged, id3v2.length + 130, mp3.length);
        System.arraycopy(new byte[] {'T', 'A', 'G'}, 0, tagged, tagged.length - 128, 3);
        assertArrayEquals(
                read("plain.mp3", mp3).samples(), read("tagged.mp3", tagged).samples());
    }

    @Test
    void fileCutOffGivesTheSoundThatIsThere() throws IOException {
        for (String name : new String[] {"mono.mp3", "stereo.mp3"}) {
            byte[] whole = resource(name);
            float[] all = read(name, whole).samples();
            float[] part =
                    read("cut.mp3", Arrays.copyOf(whole, whole.length * 3 / 4)).samples();
            assertTrue(part.length > all.length / 4 && part.length < all.length, name + " gave " + part.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stereo-24.flac", "stereo.ogg"})
    void damageThatAChecksumFindsIsRefused(String name) throws IOException {
        byte[] content = resource(name);
        for (int i = content.length / 2; i < content.length / 2 + 40; i++) {
            content[i] ^= 0x5A;
        }
        assertUnreadable("damaged", name, content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mono-16.flac", "mono.ogg", "mono.mp3"})
    void headerAloneIsRefusedInOneSentence(String name) throws IOException {
        assertUnreadable(name, name, Arrays.copyOf(resource(name), 60));
    }

    /** Any few wrong bytes give a sound or the one exception that callers know, and quickly. */
    @ParameterizedTest
    @ValueSource(strings = {"mono-16.flac", "stereo.ogg", "stereo.mp3"})
    void randomDamageIsASoundOrARefusal(String name) throws IOException {
        byte[] whole = resource(name);
        Random random = new Random(1);
        for (int i = 0; i < 150; i++) {
            byte[] content = whole.clone();
            for (int k = random.nextInt(5); k >= 0; k--) {
                content[4 + random.nextInt(random.nextBoolean() ? 100 : content.length - 4)] ^= (byte) random.nextInt();
            }
            try {
                assertTrue(read("damaged", content).samples().length > 0);
            } catch (UnreadableAudioException e) {
                assertTrue(e.getMessage().endsWith("."), e.getMessage());
            }
        }
    }

    @Test
    void tagAfterAnOggChangesNothing() throws IOException {
        byte[] ogg = resource("mono.ogg");
        float[] tagged =
                read("tagged.ogg", Arrays.copyOf(ogg, ogg.length + 128)).samples();
        assertArrayEquals(read("plain.ogg", ogg).samples(), tagged);
    }

    @Test
    void streamsOneAfterTheOtherAreRefused() throws IOException {
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        chain.writeBytes(resource("mono.ogg"));
        chain.writeBytes(resource("stereo.ogg"));
        assertUnreadable("several OGG streams", "chain.ogg", chain.toByteArray());
    }

    /** The decoder libraries keep no state between files. */
    @ParameterizedTest
    @ValueSource(strings = {"stereo-24.flac", "stereo.ogg", "stereo.mp3"})
    void filesAreDecodedInParallel(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, resource(name));
        float[] alone = AudioFile.read(file).samples();
        IntStream.range(0, 64).parallel().forEach(i -> assertArrayEquals(alone, samples(file)));
    }

    private static float[] samples(Path file) {
        try {
            return AudioFile.read(file).samples();
        } catch (UnreadableAudioException e) {
            throw new AssertionError(e);
        }
    }

    private Sound read(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        return AudioFile.read(file);
    }

    private void assertUnreadable(String part, String name, byte[] content) {
        String message = assertThrows(UnreadableAudioException.class, () -> read(name, content))
                .getMessage();
        assertTrue(message.contains(part) && message.endsWith(".") && !message.contains("\n"), message);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CompressedAudioTest.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
