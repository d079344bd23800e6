package org.timbrel.audio.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.timbrel.audio.Sound;

/** Builds the bytes of uncompressed audio files, well-formed and not. */
final class AudioBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;

    AudioBytes(ByteOrder order) {
        this.order = order;
    }

    /** A RIFF header and a {@code fmt } chunk. */
    static AudioBytes wav(int tag, int channels, int rate, int bits) {
        return new AudioBytes(ByteOrder.LITTLE_ENDIAN)
                .text("RIFF")
                .int32(0)
                .text("WAVE")
                .text("fmt ")
                .int32(16)
                .format(tag, channels, rate, bits);
    }

    /** An AU header with a comment of 8 bytes. */
    static AudioBytes au(int encoding, int channels, int rate, int dataBytes) {
        return new AudioBytes(ByteOrder.BIG_ENDIAN)
                .text(".snd")
                .int32(32)
                .int32(dataBytes)
                .int32(encoding)
                .int32(rate)
                .int32(channels)
                .text("comment.");
    }

    AudioBytes format(int tag, int channels, int rate, int bits) {
        int frame = channels * bits / 8;
        return int16(tag)
                .int16(channels)
                .int32(rate)
                .int32(rate * frame)
                .int16(frame)
                .int16(bits);
    }

    AudioBytes chunk(String name, byte[] body) {
        return text(name).int32(body.length).bytes(body);
    }

    AudioBytes text(String text) {
        return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    AudioBytes int8(int value) {
        return bytes((byte) value);
    }

    AudioBytes int16(int value) {
        return bytes(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    AudioBytes int24(int value) {
        byte[] four = ByteBuffer.allocate(4).order(order).putInt(value).array();
        int from = order == ByteOrder.LITTLE_ENDIAN ? 0 : 1;
        return bytes(four[from], four[from + 1], four[from + 2]);
    }

    AudioBytes int32(int value) {
        return bytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
    }

    AudioBytes float32(float value) {
        return bytes(ByteBuffer.allocate(4).order(order).putFloat(value).array());
    }

    AudioBytes float64(double value) {
        return bytes(ByteBuffer.allocate(8).order(order).putDouble(value).array());
    }

    AudioBytes bytes(byte... more) {
        out.writeBytes(more);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** What {@link AudioFile} makes of these bytes in a file. */
    Sound read(Path folder) throws IOException {
        Path file = folder.resolve("sound");
        Files.write(file, toBytes());
        return AudioFile.read(file);
    }
}
