package org.timbrel.training.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a classifier on a set of examples, by segment as a model gives it, or by track after a vote.
 *
 * @param classNames the names of the classes, in the order of their indices
 * @param predictions one an example, each with a probability a class
 */
public record ClassificationResult(List<String> classNames, List<Prediction> predictions) {
    public ClassificationResult {
        classNames = List.copyOf(classNames);
        predictions = List.copyOf(predictions);
        for (Prediction prediction : predictions) {
            if (prediction.probabilities().size() != classNames.size()) {
                throw new IllegalArgumentException("A result of " + classNames.size()
                        + " classes needs as many probabilities an example, got "
                        + prediction.probabilities().size() + " for " + prediction.track() + ".");
            }
        }
    }

    /**
     * The result by segment, as it comes out of a model.
     *
     * @param tracks the track of each segment, N names
     * @param truth the true class of each segment, N indices
     * @param probabilities (N, classes), row after row; the highest decides, the lowest index among equals
     * @throws IllegalArgumentException if the lengths don't fit, an index names no class, or a probability is not finite
     */
    public static ClassificationResult of(
            List<String> classNames, List<String> tracks, int[] truth, float[] probabilities) {
        int classes = classNames.size();
        if (truth.length != tracks.size() || probabilities.length != tracks.size() * classes) {
            throw new IllegalArgumentException("A result of " + tracks.size() + " segments and " + classes
                    + " classes needs " + tracks.size() + " true classes and " + tracks.size() * classes
                    + " probabilities, got " + truth.length + " and " + probabilities.length + ".");
        }
        List<Prediction> predictions = new ArrayList<>(truth.length);
        for (int i = 0; i < truth.length; i++) {
            double[] row = new double[classes];
            for (int c = 0; c < classes; c++) {
                row[c] = probabilities[i * classes + c];
            }
            TrackVote.Decision decision = TrackVote.MEAN_PROBABILITY.decide(new double[][] {row});
            predictions.add(new Prediction(tracks.get(i), truth[i], decision.winner(), decision.shares()));
        }
        return new ClassificationResult(classNames, predictions);
    }

    /**
     * One decision a track, from all predictions that share its name; tracks in the order of their first segment.
     *
     * @throws IllegalArgumentException if the segments of a track differ in their true class
     */
    public ClassificationResult byTrack(TrackVote vote) {
        Map<String, List<Prediction>> tracks = new LinkedHashMap<>();
        for (Prediction segment : predictions) {
            tracks.computeIfAbsent(segment.track(), name -> new ArrayList<>()).add(segment);
        }
        List<Prediction> decided = new ArrayList<>(tracks.size());
        tracks.forEach((track, segments) -> decided.add(decide(track, segments, vote)));
        return new ClassificationResult(classNames, decided);
    }

    private static Prediction decide(String track, List<Prediction> segments, TrackVote vote) {
        int truth = segments.get(0).truth();
        if (segments.stream().anyMatch(segment -> segment.truth() != truth)) {
            throw new IllegalArgumentException(
                    "All segments of a track need the same true class, but those of " + track + " differ.");
        }
        double[][] probabilities = segments.stream()
                .map(segment -> segment.probabilities().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
        TrackVote.Decision decision = vote.decide(probabilities);
        return new Prediction(track, truth, decision.winner(), decision.shares());
    }

    /** The counts of true class against predicted class. */
    public ConfusionMatrix confusion() {
        int[] truth = predictions.stream().mapToInt(Prediction::truth).toArray();
        int[] predicted = predictions.stream().mapToInt(Prediction::predicted).toArray();
        return ConfusionMatrix.of(classNames, truth, predicted);
    }
}
