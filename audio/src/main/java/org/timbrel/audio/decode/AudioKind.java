package org.timbrel.audio.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A kind of file that can be read.
 *
 * @param extensions endings of file names, without dot
 * @param isStart whether a file's content begins as this kind does
 * @param decoder turns the content into samples
 */
record AudioKind(List<String> extensions, Predicate<byte[]> isStart, Decoder decoder) {
    /** Every kind, in the order in which files are tried. */
    static final List<AudioKind> ALL = List.of(
            new AudioKind(List.of("wav", "wave"), startsWith("RIFF"), new WavDecoder()),
            new AudioKind(List.of("au", "snd"), startsWith(".snd"), new AuDecoder()),
            new AudioKind(List.of("flac"), startsWith("fLaC"), new FlacDecoder()),
            new AudioKind(List.of("ogg", "oga"), startsWith("OggS"), new VorbisDecoder()),
            new AudioKind(List.of("mp3"), startsWith("ID3").or(AudioKind::isMpegFrame), new Mp3Decoder()));

    /** Whether the first bytes are a frame header: 11 bits set, then no reserved version, layer, bit rate or sample rate. */
    private static boolean isMpegFrame(byte[] content) {
        return content.length >= 4
                && (content[0] & 0xFF) == 0xFF
                && (content[1] & 0xE0) == 0xE0
                && (content[1] & 0x18) != 0x08
                && (content[1] & 0x06) != 0
                && (content[2] & 0xF0) != 0xF0
                && (content[2] & 0x0C) != 0x0C;
    }

    private static Predicate<byte[]> startsWith(String text) {
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        return content ->
                content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }
}
