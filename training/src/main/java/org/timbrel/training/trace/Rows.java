package org.timbrel.training.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rows of a table that is being made. */
final class Rows {
    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    Rows(String alignment) {
        this.alignment = alignment;
    }

    Rows row(Object... cells) {
        rows.add(Stream.of(cells).map(String::valueOf).toList());
        return this;
    }

    void print(Printout printout) {
        printout.table(alignment, rows);
    }

    /** Four significant digits. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
