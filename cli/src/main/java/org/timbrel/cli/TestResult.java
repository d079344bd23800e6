package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.RunFolder;

/** Prints what a test came to. */
final class TestResult {
    private final Terminal terminal;
    private final MetricsEvent.Test test;

    TestResult(Terminal terminal, MetricsEvent.Test test) {
        this.terminal = terminal;
        this.test = test;
    }

    /** Accuracies and where they come from, and what plain classifiers reach on the same split. */
    void summary(Path run) throws IOException {
        terminal.say("Test: " + test.provenance().describe());
        Table table = new Table("lrl")
                .row("by segment", percent(test.bySegment().accuracy()), counts(test.bySegment()))
                .row("by track", percent(test.byTrack().accuracy()), counts(test.byTrack()) + ", mean of probabilities")
                .row(
                        "by track",
                        percent(test.byTrackMajority().accuracy()),
                        counts(test.byTrackMajority()) + ", majority of segments");
        baselines(run).forEach((name, accuracy) -> table.row(name, percent(accuracy), "for comparison, by track"));
        table.print(terminal);
    }

    /** The accuracies by track of the plain classifiers that the run was measured against. */
    private static Map<String, Double> baselines(Path run) throws IOException {
        Map<String, Double> accuracies = new LinkedHashMap<>();
        for (MetricsEvent event : RunFolder.open(run).metrics().read()) {
            if (event instanceof MetricsEvent.Baseline baseline) {
                accuracies.put(baseline.name(), baseline.accuracyTrack());
            }
        }
        return accuracies;
    }

    /** Precision, recall and F1 of each class, by track, and what it was taken for most often. */
    void classes() {
        ConfusionMatrix matrix = test.byTrack();
        Table table = new Table("lrrrrl").row("class", "precision", "recall", "F1", "tracks", "most taken for");
        for (int c = 0; c < matrix.classes(); c++) {
            table.row(
                    matrix.classNames().get(c),
                    share(matrix.precision(c)),
                    share(matrix.recall(c)),
                    share(matrix.f1(c)),
                    matrix.support(c),
                    mistake(matrix, c));
        }
        table.row(
                "mean",
                share(matrix.macroPrecision()),
                share(matrix.macroRecall()),
                share(matrix.macroF1()),
                matrix.total(),
                "");
        table.print(terminal);
    }

    private static String mistake(ConfusionMatrix matrix, int truth) {
        int most = -1;
        for (int c = 0; c < matrix.classes(); c++) {
            long count = c == truth ? 0 : matrix.count(truth, c);
            if (count > 0 && (most < 0 || count > matrix.count(truth, most))) {
                most = c;
            }
        }
        return most < 0 ? "-" : matrix.classNames().get(most) + " (" + matrix.count(truth, most) + ")";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String counts(ConfusionMatrix matrix) {
        return matrix.correct() + " of " + matrix.total();
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
