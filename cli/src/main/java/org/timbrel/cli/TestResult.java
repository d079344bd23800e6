package org.timbrel.cli;

import java.util.Locale;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.run.MetricsEvent;

/** Prints what a test came to. */
final class TestResult {
    private final Terminal terminal;
    private final MetricsEvent.Test test;

    TestResult(Terminal terminal, MetricsEvent.Test test) {
        this.terminal = terminal;
        this.test = test;
    }

    /** Three accuracies, and where they come from. */
    void summary() {
        terminal.say("Test: " + test.provenance().describe());
        new Table("lrl")
                .row("by segment", percent(test.bySegment()), counts(test.bySegment()))
                .row("by track", percent(test.byTrack()), counts(test.byTrack()) + ", mean of probabilities")
                .row(
                        "by track",
                        percent(test.byTrackMajority()),
                        counts(test.byTrackMajority()) + ", majority of segments")
                .print(terminal);
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

    private static String percent(ConfusionMatrix matrix) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * matrix.accuracy());
    }

    private static String counts(ConfusionMatrix matrix) {
        return matrix.correct() + " of " + matrix.total();
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
