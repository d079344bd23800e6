package org.timbrel.training.report;

import java.util.List;
import java.util.stream.Collectors;

/** A command line that can be pasted into a shell. */
final class ShellWords {
    private ShellWords() {}

    /** The words after {@code ./timbrel}, in single quotes (POSIX) where a shell would take them apart. */
    static String join(List<String> words) {
        return "./timbrel " + words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
