package org.timbrel.audio.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuDecoderTest {
    @TempDir
    private Path folder;

    @Test
    void signedIntegers() throws IOException {
        assertSamples(AudioBytes.au(2, 1, 8000, 2).int8(-128).int8(64), -1, 0.5f);
        assertSamples(AudioBytes.au(3, 1, 8000, 4).int16(-32768).int16(1), -1, 1 / 32768f);
        assertSamples(AudioBytes.au(4, 1, 8000, 6).int24(-8388608).int24(0x123456), -1, 0x123456 * 0x1p-23f);
        assertSamples(AudioBytes.au(5, 1, 8000, 8).int32(Integer.MIN_VALUE).int32(1 << 30), -1, 0.5f);
    }

    @Test
    void floats() throws IOException {
        assertSamples(AudioBytes.au(6, 1, 8000, 8).float32(0.1f).float32(-2), 0.1f, -2);
        assertSamples(AudioBytes.au(7, 1, 8000, 16).float64(0.1).float64(-2), 0.1f, -2);
    }

    @Test
    void channelsAreAveraged() throws IOException {
        assertSamples(AudioBytes.au(3, 2, 22050, 4).int16(16384).int16(-8192), 0.125f);
        assertEquals(
                22050,
                AudioBytes.au(3, 2, 22050, 4).int16(1).int16(1).read(folder).sampleRate());
    }

    @Test
    void anUnknownDataSizeMeansAllThatIsThere() throws IOException {
        assertSamples(AudioBytes.au(3, 1, 8000, -1).int16(16384).int16(0).int8(1), 0.5f, 0);
    }

    @Test
    void whatFollowsTheDataIsLeftOut() throws IOException {
        assertSamples(AudioBytes.au(3, 1, 8000, 2).int16(16384).int16(1), 0.5f);
    }

    /** The JDK's own decoder is the oracle: all 256 codes. */
    @ParameterizedTest
    @CsvSource({"1,ULAW", "27,ALAW"})
    void telephoneCodesAreTheJdks(int encoding, String name) throws IOException {
        byte[] codes = new byte[256];
        AudioBytes au = AudioBytes.au(encoding, 1, 8000, codes.length);
        for (int code = 0; code < codes.length; code++) {
            codes[code] = (byte) code;
            au.int8(code);
        }
        AudioFormat coded = new AudioFormat(new AudioFormat.Encoding(name), 8000, 8, 1, 1, 8000, true);
        AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(codes), coded, codes.length);
        byte[] pcm = AudioSystem.getAudioInputStream(new AudioFormat(8000, 16, 1, true, false), in)
                .readAllBytes();
        float[] wanted = new float[codes.length];
        for (int code = 0; code < codes.length; code++) {
            wanted[code] = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * code) / 32768f;
        }
        assertSamples(au, wanted);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertUnreadable("encoding 23", AudioBytes.au(23, 1, 8000, 1).int8(1));
        assertUnreadable("0 channels", AudioBytes.au(3, 0, 8000, 2).int16(1));
        assertUnreadable("header is cut off", new AudioBytes(ByteOrder.BIG_ENDIAN).text(".snd"));
        assertUnreadable("no samples", AudioBytes.au(3, 1, 8000, -1));
        assertUnreadable("it is cut off", AudioBytes.au(3, 1, 8000, 4).int16(1));
    }

    private void assertSamples(AudioBytes au, float... wanted) throws IOException {
        assertArrayEquals(wanted, au.read(folder).samples());
    }

    private void assertUnreadable(String reason, AudioBytes au) {
        String message = assertThrows(UnreadableAudioException.class, () -> au.read(folder))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
