package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.metrics.WilsonInterval;
import org.timbrel.training.recipe.SplitSpec;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;

/** The figures of a study: a line a row, averaged over its parts, with the plain classifiers under them; a line a part. */
public final class AccuracyTable {
    private final Study study;
    private final List<PartResult> results;

    /** Of all parts. */
    public AccuracyTable(Study study, List<PartResult> results) {
        this.study = study;
        this.results = List.copyOf(results);
    }

    /** Accuracy of a row by track, for a bar. */
    record Bar(String name, Sample byTrack, double low, double high, boolean baseline) {}

    List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        byRow().forEach((row, parts) -> {
            List<PartResult> tested = tested(parts);
            if (!tested.isEmpty()) {
                double[] ends = interval(tested);
                bars.add(new Bar(row, byTrack(tested), ends[0], ends[1], false));
            }
        });
        baselines().forEach((name, accuracies) -> {
            Sample sample = Sample.of(accuracies);
            bars.add(new Bar(name, sample, Double.NaN, Double.NaN, true));
        });
        return bars;
    }

    /** A line a row of the study, and a line a plain classifier. */
    public StudyTable summary() {
        boolean paper = !study.published().isEmpty();
        List<String> header = new ArrayList<>(
                List.of("", "runs", "by track, %", "95% interval, %", "by segment, %", "data and protocol"));
        if (paper) {
            header.add("paper, full GTZAN");
        }
        List<List<String>> rows = new ArrayList<>();
        byRow().forEach((row, parts) -> rows.add(line(row, parts)));
        baselines().forEach((name, accuracies) -> {
            String protocol = protocol(tested(results).stream()
                    .filter(r -> !r.baselines().isEmpty())
                    .toList());
            rows.add(new ArrayList<>(
                    List.of(name, String.valueOf(accuracies.size()), spread(Sample.of(accuracies)), "", "", protocol)));
        });
        if (paper) {
            rows.forEach(row -> row.add(study.published().getOrDefault(row.get(0), "")));
        }
        return new StudyTable("Mean ± standard deviation over the runs of a line.", header, rows);
    }

    /** A line a part. */
    public StudyTable parts() {
        List<List<String>> rows = new ArrayList<>();
        for (PartResult result : results) {
            String label = result.part().label();
            if (result.test().isEmpty()) {
                rows.add(List.of(label, "–", "–", "", "", result.failure()));
                continue;
            }
            MetricsEvent.Test test = result.test().get();
            rows.add(List.of(
                    label,
                    counted(test.byTrack()),
                    counted(test.bySegment()),
                    String.valueOf(result.epochs()),
                    String.format(Locale.ROOT, "%.1f", result.seconds()),
                    test.provenance().describe()));
        }
        return new StudyTable(
                "Every run.",
                List.of("run", "by track", "by segment", "epochs", "training, s", "data and protocol"),
                rows);
    }

    private List<String> line(String row, List<PartResult> parts) {
        List<PartResult> tested = tested(parts);
        if (tested.isEmpty()) {
            return new ArrayList<>(List.of(row, "0", "–", "", "–", parts.get(0).failure()));
        }
        Sample segments = Sample.of(tested.stream()
                .map(r -> r.test().orElseThrow().bySegment().accuracy())
                .toList());
        double[] ends = interval(tested);
        String failed = parts.size() == tested.size() ? "" : " (" + (parts.size() - tested.size()) + " failed)";
        return new ArrayList<>(List.of(
                row,
                tested.size() + failed,
                spread(byTrack(tested)),
                String.format(Locale.ROOT, "%.1f to %.1f", 100 * ends[0], 100 * ends[1]),
                spread(segments),
                protocol(tested)));
    }

    private static Sample byTrack(List<PartResult> tested) {
        return Sample.of(tested.stream()
                .map(r -> r.test().orElseThrow().byTrack().accuracy())
                .toList());
    }

    /** Of the mean by Student's t, or, of a single run, of its share of tracks by Wilson. */
    private static double[] interval(List<PartResult> tested) {
        Sample sample = byTrack(tested);
        if (sample.n() == 1) {
            ConfusionMatrix tracks = tested.get(0).test().orElseThrow().byTrack();
            WilsonInterval wilson = WilsonInterval.of(tracks.correct(), tracks.total());
            return new double[] {wilson.low(), wilson.high()};
        }
        double half = sample.halfInterval();
        return new double[] {Math.max(0, sample.mean() - half), Math.min(1, sample.mean() + half)};
    }

    private Map<String, List<PartResult>> byRow() {
        return results.stream()
                .collect(Collectors.groupingBy(r -> r.part().row(), LinkedHashMap::new, Collectors.toList()));
    }

    /** By name, one accuracy a split: parts that share a split share its baselines. */
    private Map<String, List<Double>> baselines() {
        Map<String, List<Double>> accuracies = new LinkedHashMap<>();
        Set<String> splits = new LinkedHashSet<>();
        for (PartResult result : tested(results)) {
            if (splits.add(result.part().recipe().split().toString())) {
                for (MetricsEvent.Baseline baseline : result.baselines()) {
                    accuracies
                            .computeIfAbsent(baseline.name(), name -> new ArrayList<>())
                            .add(baseline.accuracyTrack());
                }
            }
        }
        return accuracies;
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
        String protocols = tested.stream()
                .map(r -> shared(r.part().recipe().split()))
                .distinct()
                .collect(Collectors.joining("; "));
        String leaky = all.stream().anyMatch(Provenance::leaky) ? " (LEAKY: a track may stand on both sides)" : "";
        Stream<Long> seeds = all.stream().map(Provenance::seed).distinct();
        return data + " · " + protocols + leaky + " · seed "
                + seeds.map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String shared(SplitSpec split) {
        if (split instanceof SplitSpec.Folds folds) {
            return "split by track, " + folds.k() + " folds, split seed " + folds.seed();
        } else if (split instanceof SplitSpec.Tracks tracks) {
            return "random splits by track, " + Math.round(100 * tracks.test()) + "% test";
        }
        return split.protocol();
    }

    private static String counted(ConfusionMatrix confusion) {
        return String.format(
                Locale.ROOT, "%.1f%%, %d of %d", 100 * confusion.accuracy(), confusion.correct(), confusion.total());
    }

    private static String spread(Sample sample) {
        return sample.n() == 1
                ? String.format(Locale.ROOT, "%.1f", 100 * sample.mean())
                : String.format(Locale.ROOT, "%.1f ± %.1f", 100 * sample.mean(), 100 * sample.deviation());
    }
}
