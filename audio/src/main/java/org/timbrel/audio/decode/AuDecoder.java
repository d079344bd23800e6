package org.timbrel.audio.decode;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.timbrel.audio.Sound;

/** AU (Sun and NeXT {@code .snd}): mu-law, A-law, PCM of 8 to 32 bits, float. Big-endian; the data size may be unknown. */
final class AuDecoder implements Decoder {
    private static final int HEADER = 24;
    private static final long UNKNOWN = 0xFFFFFFFFL;

    @Override
    public Sound decode(Path file, byte[] content) throws UnreadableAudioException {
        if (content.length < HEADER) {
            throw new UnreadableAudioException(file, "its AU header is cut off");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        long start = Integer.toUnsignedLong(bytes.getInt(4));
        long size = Integer.toUnsignedLong(bytes.getInt(8));
        int sampleRate = bytes.getInt(16);
        int channels = bytes.getInt(20);
        if (start < HEADER || channels <= 0 || channels > 0xFFFF || sampleRate <= 0) {
            throw new UnreadableAudioException(
                    file,
                    "its AU header says " + channels + " channels at " + sampleRate + " Hz, with samples from byte "
                            + start);
        }
        SampleEncoding encoding = encoding(file, bytes.getInt(12));
        int begin = (int) Math.min(start, content.length);
        int end = (int) Math.min(start + size, content.length);
        if (size != UNKNOWN && size > end - begin) {
            throw UnreadableAudioException.cutOff(file, size, end - begin);
        }
        return new Sound(encoding.mono(bytes.slice(begin, end - begin), channels), sampleRate);
    }

    private static SampleEncoding encoding(Path file, int code) throws UnreadableAudioException {
        return switch (code) {
            case 1 -> SampleEncoding.MU_LAW;
            case 2 -> SampleEncoding.SIGNED_8;
            case 3 -> SampleEncoding.SIGNED_16;
            case 4 -> SampleEncoding.SIGNED_24;
            case 5 -> SampleEncoding.SIGNED_32;
            case 6 -> SampleEncoding.FLOAT_32;
            case 7 -> SampleEncoding.FLOAT_64;
            case 27 -> SampleEncoding.A_LAW;
            default ->
                throw new UnreadableAudioException(
                        file,
                        "AU encoding " + code
                                + " is not supported; mu-law, A-law, PCM of 8, 16, 24 or 32 bits and float of 32 or 64 are");
        };
    }
}
