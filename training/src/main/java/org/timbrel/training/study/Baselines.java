package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.timbrel.training.recipe.SplitSpec;
import org.timbrel.training.run.MetricsEvent;

/** The plain classifiers of a study: each is judged on the very splits of the lines that it stands beside. */
final class Baselines {
    private Baselines() {}

    /**
     * A plain classifier.
     *
     * @param name with the lines that it belongs to, where the lines of the study don't share their splits
     * @param runs one a split
     */
    record Line(String name, Score score, List<PartResult> runs) {}

    static List<Line> of(List<PartResult> results) {
        Map<Set<SplitSpec>, List<String>> rowsBySplits = new LinkedHashMap<>();
        Map<String, Set<SplitSpec>> splitsByRow = new LinkedHashMap<>();
        for (PartResult result : results) {
            splitsByRow
                    .computeIfAbsent(result.part().row(), row -> new LinkedHashSet<>())
                    .add(result.part().recipe().split());
        }
        splitsByRow.forEach((row, splits) ->
                rowsBySplits.computeIfAbsent(splits, s -> new ArrayList<>()).add(row));
        List<Line> lines = new ArrayList<>();
        for (List<String> rows : rowsBySplits.values()) {
            List<PartResult> runs = onePerSplit(results, rows);
            for (String name : names(runs)) {
                String of = rowsBySplits.size() == 1 ? "" : " (" + String.join(", ", rows) + ")";
                lines.add(new Line(name + of, Score.of(runs, name), runs));
            }
        }
        return lines;
    }

    /** Runs that share a split share its plain classifiers: they count once. */
    private static List<PartResult> onePerSplit(List<PartResult> results, List<String> rows) {
        return List.copyOf(results.stream()
                .filter(r -> rows.contains(r.part().row())
                        && r.test().isPresent()
                        && !r.baselines().isEmpty())
                .collect(Collectors.toMap(
                        r -> r.part().recipe().split(), r -> r, (first, second) -> first, LinkedHashMap::new))
                .values());
    }

    private static Set<String> names(List<PartResult> runs) {
        return runs.stream()
                .flatMap(r -> r.baselines().stream())
                .map(MetricsEvent.Baseline::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
