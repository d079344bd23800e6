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
            new AudioKind(List.of("au", "snd"), startsWith(".snd"), new AuDecoder()));

    private static Predicate<byte[]> startsWith(String text) {
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        return content ->
                content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }
}
