package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.run.MetricsEvent;

/**
 * Values of a recipe's keys, each tried in a run. The line to choose is the one that is best on the validation side; the
 * test side then says, without flattery, how good the choice is. Lines that come to the same recipe share a run.
 */
public final class Tuning implements StudyKind {
    /**
     * One value.
     *
     * @param factor what is varied; the best of each factor is marked
     * @param name of the line
     * @param paper what the paper says of it; empty if nothing
     */
    record Line(String factor, String name, String paper, Recipe recipe) {}

    private final String title;
    private final List<String> words;
    private final List<Line> lines;

    Tuning(String title, List<String> words, List<Line> lines) {
        this.title = title;
        this.words = new ArrayList<>(words);
        this.words.add(
                "\"best\" is the best validation figure among the values of a factor: choose by it, and the test side"
                        + " tells how good the choice is without flattering it.");
        this.words.add("At most "
                + lines.stream()
                        .map(line -> line.recipe().training().epochs())
                        .distinct()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                + " epochs a run.");
        this.lines = List.copyOf(lines);
    }

    @Override
    public Study study() {
        Map<Recipe, Part> parts = new LinkedHashMap<>();
        lines.forEach(
                line -> parts.computeIfAbsent(line.recipe(), recipe -> new Part(line.name(), line.name(), recipe)));
        return new Study(title, words, List.copyOf(parts.values()), Map.of());
    }

    @Override
    public StudyTable summary(List<PartResult> results) {
        boolean paper = lines.stream().anyMatch(line -> !line.paper().isEmpty());
        List<String> header = new ArrayList<>(List.of(
                "",
                "validation, by segment, %",
                "test, by track, %",
                "95% interval, %",
                "test, by segment, %",
                "data and protocol"));
        if (paper) {
            header.add("paper");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(row(line, results));
        }
        for (Baselines.Line line : Baselines.of(results)) {
            rows.add(new ArrayList<>(List.of(
                    line.name(),
                    "",
                    line.score().spread(),
                    line.score().intervalText(),
                    "",
                    AccuracyTable.protocol(line.runs()),
                    "")));
        }
        return new StudyTable(
                "Each value in a run. The interval is Wilson's, over the tracks of the test side.",
                header,
                rows.stream().map(row -> row.subList(0, header.size())).toList());
    }

    private List<String> row(Line line, List<PartResult> results) {
        PartResult result = result(line, results);
        if (result.test().isEmpty()) {
            return List.of(line.name(), "–", "–", "", "–", result.failure(), line.paper());
        }
        Score tracks = Score.of(List.of(result), MetricsEvent.Test::byTrack);
        return List.of(
                line.name(),
                result.validation().isEmpty()
                        ? "–"
                        : percent(result.validation().getAsDouble()) + (best(line, results) ? ", best" : ""),
                tracks.spread(),
                tracks.intervalText(),
                Score.of(List.of(result), MetricsEvent.Test::bySegment).spread(),
                AccuracyTable.protocol(List.of(result)),
                line.paper());
    }

    private boolean best(Line line, List<PartResult> results) {
        List<Line> rivals =
                lines.stream().filter(l -> l.factor().equals(line.factor())).toList();
        double highest = rivals.stream()
                .map(rival -> result(rival, results).validation())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .max()
                .orElse(Double.NaN);
        return rivals.size() > 1 && result(line, results).validation().getAsDouble() == highest;
    }

    private static PartResult result(Line line, List<PartResult> results) {
        return results.stream()
                .filter(r -> r.part().recipe().equals(line.recipe()))
                .findFirst()
                .orElseThrow();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
