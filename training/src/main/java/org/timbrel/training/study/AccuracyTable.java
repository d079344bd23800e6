package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.recipe.SplitSpec;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;

/** The figures of a study: a line a row, averaged over its parts, with the plain classifiers under them; a line a part. */
public final class AccuracyTable {
    static final String CAPTION =
            "Mean ± standard deviation over the runs of a line. 95% interval: Wilson's over all that was tested, each counted"
                    + " once; where random splits test some more often, Student's t of the mean.";

    private final Study study;
    private final List<PartResult> results;

    /** Of all parts. */
    public AccuracyTable(Study study, List<PartResult> results) {
        this.study = study;
        this.results = List.copyOf(results);
    }

    List<AccuracyBar> bars() {
        List<AccuracyBar> bars = new ArrayList<>();
        byRow().forEach((row, parts) -> {
            List<PartResult> tested = tested(parts);
            if (!tested.isEmpty()) {
                bars.add(AccuracyBar.of(row, Score.of(tested, MetricsEvent.Test::byTrack), false));
            }
        });
        Baselines.of(results).forEach(line -> bars.add(AccuracyBar.of(line.name(), line.score(), true)));
        return bars;
    }

    /** A line a row of the study, and a line a plain classifier. */
    public StudyTable summary() {
        boolean paper = !study.published().isEmpty();
        List<String> header = new ArrayList<>(List.of(
                "",
                "runs",
                "by track, %",
                "right, each counted once",
                "95% interval, %",
                "by segment, %",
                "data and protocol"));
        if (paper) {
            header.add("paper, full GTZAN");
        }
        List<List<String>> rows = new ArrayList<>();
        byRow().forEach((row, parts) -> rows.add(line(row, parts)));
        for (Baselines.Line line : Baselines.of(results)) {
            Score score = line.score();
            String runs = String.valueOf(score.shares().size());
            rows.add(new ArrayList<>(List.of(
                    line.name(),
                    runs,
                    score.spread(),
                    score.counted(),
                    score.intervalText(),
                    "",
                    protocol(line.runs()))));
        }
        if (paper) {
            rows.forEach(row -> row.add(study.published().getOrDefault(row.get(0), "")));
        }
        return new StudyTable(CAPTION, header, rows);
    }

    /** Models that were trained elsewhere, a line each, and the plain classifiers on their splits. */
    public static StudyTable sideBySide(FinishedRuns first, FinishedRuns second) {
        List<PartResult> all = new ArrayList<>(first.runs());
        all.addAll(second.runs());
        return new AccuracyTable(new Study("", List.of(), List.of(), Map.of()), all).summary();
    }

    /** A line a part. */
    public StudyTable parts() {
        List<List<String>> rows = new ArrayList<>();
        for (PartResult result : results) {
            String label = result.part().label();
            if (result.test().isEmpty()) {
                rows.add(List.of(label, "–", "–", "–", "", "", result.failure()));
                continue;
            }
            MetricsEvent.Test test = result.test().get();
            rows.add(List.of(
                    label,
                    counted(test.byTrack()),
                    counted(test.byTrackMajority()),
                    counted(test.bySegment()),
                    String.valueOf(result.epochs()),
                    String.format(Locale.ROOT, "%.1f", result.seconds()),
                    test.provenance().describe()));
        }
        return new StudyTable(
                "Every run.",
                List.of(
                        "run",
                        "by track",
                        "by majority of segments",
                        "by segment",
                        "epochs",
                        "training, s",
                        "data and protocol"),
                rows);
    }

    private List<String> line(String row, List<PartResult> parts) {
        List<PartResult> tested = tested(parts);
        if (tested.isEmpty()) {
            return new ArrayList<>(
                    List.of(row, "0", "–", "", "", "–", parts.get(0).failure()));
        }
        Score tracks = Score.of(tested, MetricsEvent.Test::byTrack);
        String failed = parts.size() == tested.size() ? "" : " (" + (parts.size() - tested.size()) + " failed)";
        return new ArrayList<>(List.of(
                row,
                tested.size() + failed,
                tracks.spread(),
                tracks.counted(),
                tracks.intervalText(),
                Score.of(tested, MetricsEvent.Test::bySegment).spread(),
                protocol(tested)));
    }

    private Map<String, List<PartResult>> byRow() {
        return results.stream()
                .collect(Collectors.groupingBy(r -> r.part().row(), LinkedHashMap::new, Collectors.toList()));
    }

    private static List<PartResult> tested(List<PartResult> parts) {
        return parts.stream().filter(r -> r.test().isPresent()).toList();
    }

    /** Data and protocol of several runs in one line; what they don't share is counted up. */
    static String protocol(List<PartResult> tested) {
        List<Provenance> all = tested.stream()
                .map(r -> r.test().orElseThrow().provenance())
                .distinct()
                .toList();
        if (all.size() == 1) {
            return all.get(0).describe();
        }
        String data = all.stream().map(Provenance::data).distinct().collect(Collectors.joining(", "));
        String protocols = tested.stream().map(AccuracyTable::shared).distinct().collect(Collectors.joining("; "));
        Stream<Long> seeds = all.stream().map(Provenance::seed).distinct();
        return data + " · " + protocols + " · seed "
                + seeds.map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The protocol of a run in words that it may share with other runs of its line. */
    private static String shared(PartResult result) {
        SplitSpec split = result.part().recipe().split();
        if (split instanceof SplitSpec.Folds folds) {
            return "split by track, " + folds.k() + " folds, split seed " + folds.seed();
        } else if (split instanceof SplitSpec.Tracks tracks) {
            return "random splits by track, " + Math.round(100 * tracks.test()) + "% test";
        }
        return split.protocol() + (split.leaky() ? " (LEAKY: a track may stand on both sides)" : "");
    }

    private static String counted(ConfusionMatrix confusion) {
        return String.format(
                Locale.ROOT, "%.1f%%, %d of %d", 100 * confusion.accuracy(), confusion.correct(), confusion.total());
    }
}
