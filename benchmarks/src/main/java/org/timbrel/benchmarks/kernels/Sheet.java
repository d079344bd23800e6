package org.timbrel.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.timbrel.benchmarks.kernels.Contender.Kind;

/**
 * The table of one problem, ready to be printed.
 *
 * @param title operation and size
 * @param alignment a letter a column, l or r
 * @param rows cells, the head first
 * @param notes sentences that stand below
 */
public record Sheet(String title, String alignment, List<List<String>> rows, List<String> notes) {
    /** The table of what was measured. */
    public static Sheet of(Problem problem, List<Measurement> measurements, List<String> notes) {
        boolean bytes = problem.unit().equals("GB/s");
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("contender", "threads", "ms", problem.unit()));
        head.addAll(bytes ? List.of("of copy", "of ordinary stores") : List.of("of peak"));
        head.addAll(List.of("of best library", "error"));
        rows.add(head);
        for (Measurement one : measurements) {
            List<String> row = new ArrayList<>();
            row.add(one.contender().name());
            row.add(String.valueOf(one.contender().threads()));
            row.add(number(one.seconds() * 1000, one.seconds() < 0.01 ? 3 : 1));
            row.add(number(one.rate(), 1));
            row.add(percent(one.shareOf(Kind.PEAK, measurements)));
            if (bytes) {
                row.add(percent(one.shareOf(Kind.BOUND, measurements)));
            }
            row.add(percent(one.shareOf(Kind.LIBRARY, measurements)));
            row.add(Double.isNaN(one.error()) ? "" : String.format(Locale.ROOT, "%.0e", one.error()));
            rows.add(row);
        }
        String alignment = "l" + "r".repeat(head.size() - 1);
        return new Sheet(problem.operation() + " " + problem.size(), alignment, rows, notes);
    }

    /** The table as Markdown, its title above it. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>(List.of("**" + title + "**", ""));
        for (int i = 0; i < rows.size(); i++) {
            lines.add("| " + String.join(" | ", rows.get(i)) + " |");
            if (i == 0) {
                lines.add("|" + alignment.replace("l", "---|").replace("r", "---:|"));
            }
        }
        notes.forEach(note -> lines.addAll(List.of("", note)));
        return lines;
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? number(100 * share.getAsDouble(), share.getAsDouble() < 0.1 ? 1 : 0) + "%" : "";
    }
}
