package org.timbrel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of words in aligned columns, two blanks apart. */
public final class Table {
    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param alignment a letter a column: {@code l} for left, {@code r} for right */
    public Table(String alignment) {
        this.alignment = alignment;
    }

    /** Adds a row. */
    public Table row(Object... cells) {
        if (cells.length != alignment.length()) {
            throw new IllegalArgumentException(
                    "a row of " + alignment.length() + " cells is wanted, got " + cells.length);
        }
        rows.add(IntStream.range(0, cells.length)
                .mapToObj(i -> String.valueOf(cells[i]))
                .toList());
        return this;
    }

    /** Writes all rows. */
    public void print(Terminal terminal) {
        int[] widths = IntStream.range(0, alignment.length())
                .map(c -> rows.stream().mapToInt(r -> r.get(c).length()).max().orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String pad = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? "" : "  ");
                line.append(alignment.charAt(c) == 'r' ? pad + row.get(c) : row.get(c) + pad);
            }
            terminal.say(line.toString().stripTrailing());
        }
    }
}
