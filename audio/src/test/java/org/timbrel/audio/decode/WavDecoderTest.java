package org.timbrel.audio.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.audio.Sound;

class WavDecoderTest {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;

    @TempDir
    private Path folder;

    @Test
    void unsigned8() throws IOException {
        byte[] data = {0, 64, (byte) 128, (byte) 192, (byte) 255};
        assertSamples(AudioBytes.wav(PCM, 1, 8000, 8).chunk("data", data), -1, -0.5f, 0, 0.5f, 127 / 128f);
    }

    @Test
    void signed16() throws IOException {
        byte[] data = little().int16(-32768).int16(-1).int16(0).int16(32767).toBytes();
        assertSamples(AudioBytes.wav(PCM, 1, 8000, 16).chunk("data", data), -1, -1 / 32768f, 0, 32767 / 32768f);
    }

    @Test
    void signed24() throws IOException {
        byte[] data = little().int24(-8388608).int24(-1).int24(0x123456).toBytes();
        assertSamples(AudioBytes.wav(PCM, 1, 8000, 24).chunk("data", data), -1, -0x1p-23f, 0x123456 * 0x1p-23f);
    }

    @Test
    void twentyBitsStandInThreeBytes() throws IOException {
        byte[] data = little().int24(-8388608).int24(0x400000).toBytes();
        assertSamples(AudioBytes.wav(PCM, 1, 8000, 20).chunk("data", data), -1, 0.5f);
    }

    @Test
    void signed32() throws IOException {
        byte[] data = little().int32(Integer.MIN_VALUE).int32(1 << 30).toBytes();
        assertSamples(AudioBytes.wav(PCM, 1, 8000, 32).chunk("data", data), -1, 0.5f);
    }

    @Test
    void float32() throws IOException {
        byte[] data = little().float32(1.5f).float32(-0.1f).toBytes();
        assertSamples(AudioBytes.wav(FLOAT, 1, 8000, 32).chunk("data", data), 1.5f, -0.1f);
    }

    @Test
    void float64() throws IOException {
        byte[] data = little().float64(0.25).float64(-0.1).toBytes();
        assertSamples(AudioBytes.wav(FLOAT, 1, 8000, 64).chunk("data", data), 0.25f, -0.1f);
    }

    @Test
    void channelsAreAveraged() throws IOException {
        byte[] data = little().int16(8192)
                .int16(16384)
                .int16(-24576)
                .int16(3)
                .int16(3)
                .int16(3)
                .toBytes();
        assertSamples(AudioBytes.wav(PCM, 3, 44100, 16).chunk("data", data), 0, 3 / 32768f);
    }

    @Test
    void extensibleFormatHasItsTagInTheSubformat() throws IOException {
        AudioBytes format = little().format(EXTENSIBLE, 2, 48000, 24)
                .int16(22)
                .int16(24)
                .int32(3)
                .int16(PCM);
        byte[] guid = {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71};
        byte[] data = little().int24(1 << 22).int24(1 << 21).toBytes();
        Sound sound = little().text("RIFF")
                .int32(0)
                .text("WAVE")
                .chunk("fmt ", format.bytes(guid).toBytes())
                .chunk("data", data)
                .read(folder);
        assertArrayEquals(new float[] {0.375f}, sound.samples());
        assertEquals(48000, sound.sampleRate());
    }

    @Test
    void otherChunksAreSkippedAndOddOnesArePadded() throws IOException {
        AudioBytes wav = AudioBytes.wav(PCM, 1, 8000, 8)
                .chunk("LIST", new byte[] {1, 2, 3})
                .int8(0)
                .chunk("fact", new byte[4])
                .chunk("data", new byte[] {(byte) 192})
                .int8(0)
                .chunk("LIST", new byte[8]);
        assertSamples(wav, 0.5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE - 36})
    void anUnknownDataSizeMeansAllThatIsThere(int size) throws IOException {
        AudioBytes wav =
                AudioBytes.wav(PCM, 2, 8000, 16).text("data").int32(size).int16(1 << 14);
        assertSamples(wav.int16(0).int16(1 << 14), 0.25f); // and a frame that is cut off
    }

    @Test
    void aFileThatPromisesMoreThanItHoldsIsCutOff() {
        assertUnreadable(
                "it is cut off: its header promises 1000 bytes of sound, 2 are there",
                AudioBytes.wav(PCM, 1, 8000, 16).text("data").int32(1000).int16(1 << 14));
    }

    @Test
    void emptyDataChunkOfAFinishedFileIsEmpty() {
        AudioBytes wav = little().text("RIFF").int32(60).text("WAVE");
        wav.text("fmt ")
                .int32(16)
                .format(PCM, 1, 8000, 16)
                .chunk("data", new byte[0])
                .chunk("LIST", new byte[16]);
        assertUnreadable("no samples", wav);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        AudioBytes noData = AudioBytes.wav(PCM, 1, 8000, 16).chunk("LIST", new byte[4]);
        assertUnreadable("no data chunk", noData);
        assertUnreadable("no samples", AudioBytes.wav(PCM, 1, 8000, 16).chunk("data", new byte[1]));
        assertUnreadable("0 channels", AudioBytes.wav(PCM, 0, 8000, 16).chunk("data", new byte[2]));
        assertUnreadable("0 Hz", AudioBytes.wav(PCM, 1, 0, 16).chunk("data", new byte[2]));
        assertUnreadable("format 0x2 with 4 bits", AudioBytes.wav(2, 1, 8000, 4).chunk("data", new byte[2]));
        assertUnreadable("40 bits", AudioBytes.wav(PCM, 1, 8000, 40).chunk("data", new byte[2]));
        assertUnreadable("not a WAVE", little().text("RIFF").int32(4).text("AVI "));
        assertUnreadable(
                "before any fmt", little().text("RIFF").int32(0).text("WAVE").chunk("data", new byte[2]));
        assertUnreadable(
                "fmt chunk is cut off",
                little().text("RIFF").int32(0).text("WAVE").chunk("fmt ", new byte[8]));
    }

    @Test
    void notANumberIsFoundWhereItIs() {
        byte[] data =
                little().float32(0).float32(0).float32(0).float32(Float.NaN).toBytes();
        assertUnreadable("sample 1 is NaN", AudioBytes.wav(FLOAT, 2, 8000, 32).chunk("data", data));
        byte[] infinite = little().float32(Float.NEGATIVE_INFINITY).toBytes();
        assertUnreadable(
                "sample 0 is -Infinity", AudioBytes.wav(FLOAT, 1, 8000, 32).chunk("data", infinite));
    }

    private static AudioBytes little() {
        return new AudioBytes(ByteOrder.LITTLE_ENDIAN);
    }

    private void assertSamples(AudioBytes wav, float... wanted) throws IOException {
        assertArrayEquals(wanted, wav.read(folder).samples());
    }

    private void assertUnreadable(String reason, AudioBytes wav) {
        String message = assertThrows(UnreadableAudioException.class, () -> wav.read(folder))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
