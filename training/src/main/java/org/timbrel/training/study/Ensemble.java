package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.metrics.WilsonInterval;

/** Averages the probabilities of several runs, track by track, and sets the outcome against the runs alone. */
public final class Ensemble {
    private Ensemble() {}

    /**
     * The mean of probabilities decides.
     *
     * @param runs decisions by track; all on the same tracks and classes
     * @throws DataException if they were not tested on the same tracks
     */
    public static ClassificationResult average(List<ClassificationResult> runs) {
        List<String> classes = runs.get(0).classNames();
        Map<String, List<Prediction>> tracks = new LinkedHashMap<>();
        for (ClassificationResult run : runs) {
            if (!run.classNames().equals(classes)) {
                throw new DataException("An ensemble averages over the same classes, but one run knows " + classes
                        + " and another " + run.classNames() + ".");
            }
            for (Prediction track : run.predictions()) {
                tracks.computeIfAbsent(track.track(), name -> new ArrayList<>()).add(track);
            }
        }
        List<Prediction> decided = new ArrayList<>();
        tracks.forEach((name, predictions) -> {
            if (predictions.size() != runs.size()) {
                throw new DataException("An ensemble needs runs that were tested on the same tracks, but " + name
                        + " was tested by " + predictions.size() + " of " + runs.size()
                        + "; take runs with the same data and the same split.");
            }
            decided.add(average(name, predictions, classes.size()));
        });
        return new ClassificationResult(classes, decided);
    }

    private static Prediction average(String name, List<Prediction> predictions, int classes) {
        List<Double> mean = new ArrayList<>();
        int best = 0;
        for (int c = 0; c < classes; c++) {
            double sum = 0;
            for (Prediction prediction : predictions) {
                sum += prediction.probabilities().get(c);
            }
            mean.add(sum / predictions.size());
            best = mean.get(c) > mean.get(best) ? c : best;
        }
        return new Prediction(name, predictions.get(0).truth(), best, mean);
    }

    /** The runs alone, their mean, and the average of their probabilities. */
    public static StudyTable table(Map<String, ClassificationResult> runs, String protocol) {
        List<List<String>> rows = new ArrayList<>();
        runs.forEach((name, run) -> rows.add(row(name, run, protocol)));
        Sample alone = Sample.of(
                runs.values().stream().map(run -> run.confusion().accuracy()).toList());
        rows.add(List.of(
                "mean of the runs alone", String.format(Locale.ROOT, "%.1f", 100 * alone.mean()), "", protocol));
        rows.add(row("ensemble of all " + runs.size(), average(List.copyOf(runs.values())), protocol));
        return new StudyTable(
                "By track, mean of probabilities.",
                List.of("", "accuracy, %", "95% interval, %", "data and protocol"),
                rows);
    }

    private static List<String> row(String name, ClassificationResult result, String protocol) {
        long correct = result.confusion().correct();
        WilsonInterval interval = WilsonInterval.of(correct, result.confusion().total());
        return List.of(
                name,
                String.format(Locale.ROOT, "%.1f", 100 * result.confusion().accuracy()),
                String.format(Locale.ROOT, "%.1f to %.1f", 100 * interval.low(), 100 * interval.high()),
                protocol);
    }
}
