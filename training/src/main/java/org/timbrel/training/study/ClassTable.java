package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.timbrel.training.metrics.ConfusionMatrix;

/** Precision, recall and F1 of each class, by track, all runs of a model together. */
final class ClassTable {
    private ClassTable() {}

    /** A table a line of the study. */
    static List<StudyTable> of(List<PartResult> results) {
        Map<String, List<PartResult>> rows = results.stream()
                .filter(result -> result.test().isPresent())
                .collect(Collectors.groupingBy(r -> r.part().row(), LinkedHashMap::new, Collectors.toList()));
        List<StudyTable> tables = new ArrayList<>();
        rows.forEach((row, tested) -> tables.add(table(row, tested)));
        return tables;
    }

    private static StudyTable table(String row, List<PartResult> tested) {
        ConfusionMatrix all = ConfusionMatrix.sum(
                tested.stream().map(r -> r.test().orElseThrow().byTrack()).toList());
        String protocol = AccuracyTable.protocol(tested);
        List<List<String>> lines = new ArrayList<>();
        for (int c = 0; c < all.classes(); c++) {
            lines.add(List.of(
                    all.classNames().get(c),
                    share(all.precision(c)),
                    share(all.recall(c)),
                    share(all.f1(c)),
                    String.valueOf(all.support(c)),
                    protocol));
        }
        lines.add(List.of(
                "mean",
                share(all.macroPrecision()),
                share(all.macroRecall()),
                share(all.macroF1()),
                String.valueOf(all.total()),
                protocol));
        return new StudyTable(
                row + " class by class: by track, mean of probabilities, all runs together.",
                List.of("", "precision", "recall", "F1", "tested", "data and protocol"),
                lines);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
