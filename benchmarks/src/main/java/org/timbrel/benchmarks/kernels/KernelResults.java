package org.timbrel.benchmarks.kernels;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that one call of {@code bench kernels} has measured, and what one must know to repeat it.
 *
 * @param date of the measurement
 * @param command that was typed
 * @param machine that it ran on
 * @param libraries versions of the libraries that took part
 * @param tables of the problems, in order
 */
public record KernelResults(
        LocalDate date, String command, Machine machine, Map<String, String> libraries, List<Table> tables) {
    /** A problem, what was measured, and what is to be said about it. */
    public record Table(Problem problem, List<Measurement> measurements, List<String> notes) {
        /** As it is printed. */
        public Sheet sheet() {
            return Sheet.of(problem, measurements, notes);
        }
    }

    /** Sentences about contenders whose result is wrong. */
    public List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        for (Table table : tables) {
            for (Measurement one : table.measurements) {
                double allowed = one.contender().allowed(table.problem);
                if (one.error() > allowed) {
                    wrong.add(String.format(
                            "'%s' on %d thread(s) is wrong for %s %s: it is off by %.1e of the largest number, %.0e is"
                                    + " allowed.",
                            one.contender().name(),
                            one.contender().threads(),
                            table.problem.operation(),
                            table.problem.size(),
                            one.error(),
                            allowed));
                }
            }
        }
        return wrong;
    }

    /** Where, when and how it was measured: the line above the tables. */
    public String origin() {
        List<String> named = new ArrayList<>();
        libraries.forEach((name, version) -> named.add(name + " " + version));
        return machine.describe() + (named.isEmpty() ? "" : "; " + String.join(", ", named)) + "; " + date + ".";
    }

    /** The lines of a Markdown page. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>(List.of("    " + command, "", origin(), ""));
        for (Table table : tables) {
            lines.addAll(table.sheet().markdown());
            lines.add("");
        }
        return lines;
    }

    /** The fields of the JSON file. */
    public Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("date", date.toString());
        fields.put("command", command);
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("processor", machine.processor());
        where.put("processors", machine.processors());
        where.put("system", machine.system());
        where.put("jdk", machine.jdk());
        where.put("vectorBits", machine.vectorBits());
        if (!machine.device().isEmpty()) {
            where.put("device", machine.device());
        }
        fields.put("machine", where);
        fields.put("libraries", libraries);
        fields.put("problems", tables.stream().map(KernelResults::json).toList());
        return fields;
    }

    private static Map<String, Object> json(Table table) {
        Problem problem = table.problem;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", problem.operation());
        fields.put("size", problem.size());
        fields.put("unit", problem.unit());
        fields.put("tolerance", problem.tolerance());
        fields.put(
                "contenders",
                table.measurements.stream()
                        .map(one -> json(one, table.measurements))
                        .toList());
        if (!table.notes.isEmpty()) {
            fields.put("notes", table.notes);
        }
        return fields;
    }

    private static Map<String, Object> json(Measurement one, List<Measurement> all) {
        Contender contender = one.contender();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", contender.name());
        fields.put("kind", contender.kind().name().toLowerCase(Locale.ROOT));
        fields.put("threads", contender.threads());
        fields.put("rounds", one.rounds());
        fields.put("milliseconds", one.seconds() * 1000);
        fields.put("rate", one.rate());
        one.shareOf(Contender.Kind.PEAK, all).ifPresent(share -> fields.put("shareOfPeak", share));
        one.shareOf(Contender.Kind.BOUND, all).ifPresent(share -> fields.put("shareOfBound", share));
        one.shareOf(Contender.Kind.LIBRARY, all).ifPresent(share -> fields.put("shareOfBestLibrary", share));
        if (!Double.isNaN(one.error())) {
            fields.put("error", one.error());
        }
        return fields;
    }
}
