package org.timbrel.audio.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.timbrel.audio.Sound;

/**
 * WAV (RIFF WAVE): PCM of 8 to 32 bits, float, A-law and mu-law, plain or as WAVE_FORMAT_EXTENSIBLE. A file that was
 * streamed without a known size (2 GiB or more, or 0 in the RIFF header too) gives the samples that are there; one that
 * promises more than it holds is refused, so that a broken copy isn't taken for a short piece.
 */
final class WavDecoder implements Decoder {
    private static final int CHUNK_HEADER = 8;
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;
    /** Programs that stream write 0xFFFFFFFF or a little less than 2 GiB where they don't know the size. */
    private static final long UNKNOWN_FROM = 0x7FFF0000L;

    private record Format(SampleEncoding encoding, int channels, int sampleRate) {}

    @Override
    public Sound decode(Path file, byte[] content) throws UnreadableAudioException {
        if (content.length < 12 || !name(content, 8).equals("WAVE")) {
            throw new UnreadableAudioException(file, "it starts as a RIFF file but is not a WAVE");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        Format format = null;
        long at = 12;
        while (at + CHUNK_HEADER <= content.length) {
            String name = name(content, (int) at);
            long size = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
            int body = (int) at + CHUNK_HEADER;
            int end = (int) Math.min(body + size, content.length);
            if (name.equals("fmt ")) {
                format = format(file, bytes.slice(body, end - body).order(ByteOrder.LITTLE_ENDIAN));
            } else if (name.equals("data")) {
                if (format == null) {
                    throw new UnreadableAudioException(file, "its data chunk comes before any fmt chunk");
                }
                // A writer that could not seek back leaves both sizes at 0: the data then go to the end of the file.
                boolean unknown = size == 0 && Integer.toUnsignedLong(bytes.getInt(4)) + CHUNK_HEADER < body;
                int last = unknown ? content.length : end;
                if (size < UNKNOWN_FROM && size > last - body && !unknown) {
                    throw UnreadableAudioException.cutOff(file, size, last - body);
                }
                float[] samples =
                        format.encoding().mono(bytes.slice(body, last - body).order(bytes.order()), format.channels());
                return new Sound(samples, format.sampleRate());
            }
            at = body + size + (size & 1);
        }
        throw new UnreadableAudioException(file, "it has no data chunk");
    }

    private static Format format(Path file, ByteBuffer chunk) throws UnreadableAudioException {
        if (chunk.remaining() < 16) {
            throw new UnreadableAudioException(file, "its fmt chunk is cut off");
        }
        int tag = Short.toUnsignedInt(chunk.getShort(0));
        int channels = Short.toUnsignedInt(chunk.getShort(2));
        int sampleRate = chunk.getInt(4);
        int bits = Short.toUnsignedInt(chunk.getShort(14));
        if (tag == EXTENSIBLE && chunk.remaining() >= 26) {
            tag = Short.toUnsignedInt(chunk.getShort(24));
        }
        if (channels == 0 || sampleRate <= 0) {
            throw new UnreadableAudioException(
                    file, "its fmt chunk says " + channels + " channels at " + sampleRate + " Hz");
        }
        return new Format(encoding(file, tag, bits), channels, sampleRate);
    }

    private static SampleEncoding encoding(Path file, int tag, int bits) throws UnreadableAudioException {
        SampleEncoding encoding =
                switch (tag) {
                    case PCM ->
                        switch ((bits + 7) / 8) { // 12 or 20 bits stand at the upper end of 2 or 3 bytes
                            case 1 -> SampleEncoding.UNSIGNED_8;
                            case 2 -> SampleEncoding.SIGNED_16;
                            case 3 -> SampleEncoding.SIGNED_24;
                            case 4 -> SampleEncoding.SIGNED_32;
                            default -> null;
                        };
                    case IEEE_FLOAT ->
                        switch (bits) {
                            case 32 -> SampleEncoding.FLOAT_32;
                            case 64 -> SampleEncoding.FLOAT_64;
                            default -> null;
                        };
                    case A_LAW -> SampleEncoding.A_LAW;
                    case MU_LAW -> SampleEncoding.MU_LAW;
                    default -> null;
                };
        if (encoding == null) {
            throw new UnreadableAudioException(
                    file,
                    "WAV format 0x" + Integer.toHexString(tag) + " with " + bits
                            + " bits is not supported; PCM of up to 32 bits, float of 32 or 64, A-law and mu-law are");
        }
        return encoding;
    }

    private static String name(byte[] content, int at) {
        return new String(content, at, 4, StandardCharsets.ISO_8859_1);
    }
}
