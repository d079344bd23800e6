package org.timbrel.training.study;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of words.
 *
 * @param caption what it shows
 * @param header a name a column
 * @param rows each as long as the header
 */
public record StudyTable(String caption, List<String> header, List<List<String>> rows) {
    public StudyTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        int columns = header.size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("Every row of \"" + caption + "\" needs " + columns + " cells.");
        }
    }

    /** Comma-separated (RFC 4180). */
    public String csv() {
        return line(header) + rows.stream().map(StudyTable::line).collect(Collectors.joining());
    }

    /** A table of GitHub's Markdown under its caption. */
    public String markdown() {
        String rule = "|" + "---|".repeat(header.size()) + "\n";
        return caption + "\n\n" + marked(header) + rule
                + rows.stream().map(StudyTable::marked).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream()
                        .map(c -> c.matches("(?s).*[\",\r\n].*") ? '"' + c.replace("\"", "\"\"") + '"' : c)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String marked(List<String> cells) {
        return cells.stream().map(c -> c.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
