package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.run.MetricsEvent;

/**
 * The table of a cross-validation: every way to decide on a line of its own, with the mean of the runs, each run, and all
 * decisions together. Where a model was trained with several seeds, first all of them, then each.
 */
final class DecisionTable {
    /** Above this, the figures of single runs stand in the table of every run only. */
    private static final int MOST_RUNS_IN_A_LINE = 10;

    private record Way(String words, Function<MetricsEvent.Test, ConfusionMatrix> decided) {}

    private static final List<Way> WAYS = List.of(
            new Way("by track, mean of probabilities", MetricsEvent.Test::byTrack),
            new Way("by track, majority of segments", MetricsEvent.Test::byTrackMajority),
            new Way("by segment", MetricsEvent.Test::bySegment));

    private final Study study;
    private final List<PartResult> results;
    private final List<List<String>> rows = new ArrayList<>();

    private DecisionTable(Study study, List<PartResult> results) {
        this.study = study;
        this.results = results;
    }

    static StudyTable of(Study study, List<PartResult> results) {
        return new DecisionTable(study, results).table();
    }

    private StudyTable table() {
        List<String> header = new ArrayList<>(List.of(
                "",
                "runs",
                "mean ± deviation, %",
                "each run, %",
                "right, each counted once",
                "95% interval, %",
                "data and protocol"));
        results.stream()
                .collect(Collectors.groupingBy(r -> r.part().row(), LinkedHashMap::new, Collectors.toList()))
                .forEach(this::model);
        for (Baselines.Line line : Baselines.of(results)) {
            row(
                    line.name() + ", by track",
                    line.score(),
                    String.valueOf(line.score().shares().size()),
                    line.runs());
        }
        if (!study.published().isEmpty()) {
            header.add("paper, full GTZAN, %");
            rows.forEach(row -> row.add(paper(row.get(0))));
        }
        return new StudyTable(AccuracyTable.CAPTION, header, rows);
    }

    private void model(String name, List<PartResult> runs) {
        Map<Long, List<PartResult>> bySeed = runs.stream()
                .collect(Collectors.groupingBy(
                        r -> r.part().recipe().training().seed(), TreeMap::new, Collectors.toList()));
        if (bySeed.size() == 1) {
            decisions(name, runs);
        } else {
            decisions(name + ", all " + bySeed.size() + " seeds", runs);
            bySeed.forEach((seed, some) -> decisions(name + ", seed " + seed, some));
        }
    }

    private void decisions(String name, List<PartResult> runs) {
        List<PartResult> tested =
                runs.stream().filter(r -> r.test().isPresent()).toList();
        if (tested.isEmpty()) {
            rows.add(new ArrayList<>(
                    List.of(name, "0", "–", "", "", "", runs.get(0).failure())));
            return;
        }
        String failed = runs.size() == tested.size() ? "" : " (" + (runs.size() - tested.size()) + " failed)";
        for (Way way : WAYS) {
            row(name + ", " + way.words(), Score.of(tested, way.decided()), tested.size() + failed, tested);
        }
    }

    private void row(String name, Score score, String count, List<PartResult> runs) {
        rows.add(new ArrayList<>(List.of(
                name,
                count,
                score.spread(),
                score.shares().size() > MOST_RUNS_IN_A_LINE ? "" : score.each(),
                score.counted(),
                score.intervalText(),
                AccuracyTable.protocol(runs))));
    }

    /** Beside a model's own lines; of several seeds, beside that of all. */
    private String paper(String line) {
        return study.published().entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey() + ", ") && !line.startsWith(entry.getKey() + ", seed "))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
