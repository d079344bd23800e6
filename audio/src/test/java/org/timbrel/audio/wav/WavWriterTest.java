package org.timbrel.audio.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.Sound;

class WavWriterTest {
    @TempDir
    Path folder;

    @Test
    void theJdkReadsBackWhatWasWritten() throws Exception {
        Path file = folder.resolve("a.wav");
        WavWriter.write(file, new Sound(new float[] {0, 0.5f, -0.5f, 1, -1, 2, -3}, 22_050));
        try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
            AudioFormat format = stream.getFormat();
            assertEquals(AudioFormat.Encoding.PCM_SIGNED, format.getEncoding());
            assertEquals(22_050, format.getSampleRate());
            assertEquals(16, format.getSampleSizeInBits());
            assertEquals(1, format.getChannels());
            assertEquals(7, stream.getFrameLength());
            short[] values = new short[7];
            ByteBuffer.wrap(stream.readAllBytes())
                    .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(values);
            assertArrayEquals(new short[] {0, 16_384, -16_383, 32_767, -32_767, 32_767, -32_767}, values);
        }
    }

    @Test
    void replacesAFileAsAWholeAndLeavesNothingBeside() throws Exception {
        Path file = folder.resolve("a.wav");
        WavWriter.write(file, new Sound(new float[100], 8000));
        WavWriter.write(file, new Sound(new float[10], 8000));
        assertEquals(44 + 20, Files.size(file));
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(List.of(file), entries.toList());
        }
    }

    @Test
    void refusesWhatIsNoNumber() {
        Path file = folder.resolve("a.wav");
        assertThrows(
                IllegalArgumentException.class, () -> WavWriter.write(file, new Sound(new float[] {Float.NaN}, 8000)));
        assertFalse(Files.exists(file));
    }
}
