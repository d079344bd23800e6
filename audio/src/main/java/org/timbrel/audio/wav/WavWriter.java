package org.timbrel.audio.wav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.timbrel.audio.Sound;

/** Writes RIFF WAVE files: one channel of 16-bit linear PCM. */
public final class WavWriter {
    private static final int HEADER_BYTES = 44;
    private static final int FORMAT_CHUNK_BYTES = 16;
    private static final short PCM = 1;
    private static final short BITS = 16;

    private WavWriter() {}

    /**
     * Writes beside {@code file} and renames, so a file of that name is whole or not there.
     *
     * @param sound samples are scaled by 32767 and rounded; what lies outside -1 to 1 is clipped
     * @throws IllegalArgumentException if a sample is not a number
     */
    public static void write(Path file, Sound sound) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(temporary, encode(sound));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static byte[] encode(Sound sound) {
        float[] samples = sound.samples();
        int dataBytes = Math.multiplyExact(samples.length, Short.BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + dataBytes).put(ascii("WAVE"));
        bytes.put(ascii("fmt ")).putInt(FORMAT_CHUNK_BYTES).putShort(PCM).putShort((short) 1);
        bytes.putInt(sound.sampleRate()).putInt(sound.sampleRate() * Short.BYTES);
        bytes.putShort((short) Short.BYTES).putShort(BITS);
        bytes.put(ascii("data")).putInt(dataBytes);
        for (int i = 0; i < samples.length; i++) {
            bytes.putShort(quantize(samples[i], i));
        }
        return bytes.array();
    }

    private static short quantize(float sample, int index) {
        if (Float.isNaN(sample)) {
            throw new IllegalArgumentException(
                    "A sample to be written must be a number, but sample " + index + " is NaN.");
        }
        return (short) Math.round(Math.max(-1f, Math.min(1f, sample)) * Short.MAX_VALUE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
