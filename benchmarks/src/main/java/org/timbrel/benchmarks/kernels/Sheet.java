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
        rows.add(List.of(
                "contender",
                "threads",
                "ms",
                problem.unit(),
                bytes ? "of copy" : "of peak",
                "of best library",
                "error"));
        for (Measurement one : measurements) {
            rows.add(List.of(
                    one.contender().name(),
                    String.valueOf(one.contender().threads()),
                    number(one.seconds() * 1000, one.seconds() < 0.01 ? 3 : 1),
                    number(one.rate(), 1),
                    percent(one.shareOf(Kind.PEAK, measurements)),
                    percent(one.shareOf(Kind.LIBRARY, measurements)),
                    Double.isNaN(one.error()) ? "" : String.format(Locale.ROOT, "%.0e", one.error())));
        }
        return new Sheet(problem.operation() + " " + problem.size(), "lrrrrrr", rows, notes);
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
