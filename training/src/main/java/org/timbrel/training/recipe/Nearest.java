package org.timbrel.training.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one most likely meant, by Levenshtein distance. */
public final class Nearest {
    private Nearest() {}

    /** The nearest of {@code known}, or nothing when none is within about a third of the word's length. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(k -> distance(word, k) <= Math.max(1, Math.max(word.length(), k.length()) * 2 / 5))
                .min(Comparator.comparingInt(k -> distance(word, k)));
    }

    /** {@code " Did you mean "x"?"} or nothing, and the list of known words. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(k -> " Did you mean \"" + k + "\"?").orElse("") + " Known: "
                + String.join(", ", known) + ".";
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
