package org.timbrel.audio.compose;

import java.util.List;
import java.util.Locale;

/**
 * A chord relative to the key.
 *
 * @param root semitones above the key
 * @param intervals semitones above the root: the chord's first, third, fifth and, if it has one, seventh
 */
public record Chord(int root, List<Integer> intervals) {
    private static final List<String> NUMERALS = List.of("i", "ii", "iii", "iv", "v", "vi", "vii");
    private static final List<Integer> MAJOR_DEGREES = List.of(0, 2, 4, 5, 7, 9, 11);

    public Chord {
        intervals = List.copyOf(intervals);
    }

    /**
     * Reads a Roman numeral: upper case is major, lower case minor; {@code b} before it lowers the root; after it,
     * {@code 7} adds a minor seventh, {@code maj7} a major one, and {@code o} makes a diminished chord with its
     * seventh, {@code 5} a power chord. Degrees are those of the major scale: A minor's G major chord is {@code bVII}.
     *
     * @throws IllegalArgumentException if it is no such numeral
     */
    static Chord parse(String text) {
        int flat = text.startsWith("b") ? 1 : 0;
        int end = flat;
        while (end < text.length() && "ivIV".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String numeral = text.substring(flat, end);
        int degree = NUMERALS.indexOf(numeral.toLowerCase(Locale.ROOT));
        if (degree < 0) {
            throw new IllegalArgumentException(
                    "A chord is a Roman numeral such as ii7 or bVII, but got '" + text + "'");
        }
        int root = MAJOR_DEGREES.get(degree) - flat;
        boolean major = Character.isUpperCase(numeral.charAt(0));
        int third = major ? 4 : 3;
        List<Integer> intervals =
                switch (text.substring(end)) {
                    case "" -> List.of(0, third, 7);
                    case "7" -> List.of(0, third, 7, 10);
                    case "maj7" -> List.of(0, third, 7, 11);
                    case "o" -> List.of(0, 3, 6, 9);
                    case "5" -> List.of(0, 7, 7);
                    default ->
                        throw new IllegalArgumentException(
                                "A chord ends in nothing, 7, maj7, o or 5, but got '" + text + "'");
                };
        return new Chord(root, intervals);
    }

    /** Semitones above the key of the chord's first, third, fifth, seventh or eighth; a triad's seventh is its fifth. */
    int tone(int number) {
        if (number == 8) {
            return root + 12;
        }
        return root + intervals.get(Math.min(number / 2, intervals.size() - 1));
    }
}
