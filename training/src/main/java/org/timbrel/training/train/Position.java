package org.timbrel.training.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far training has come.
 *
 * @param epochs whole epochs done
 * @param batches batches done of the next epoch
 * @param lossSum sum of the losses of that epoch's segments so far
 * @param correct segments of that epoch classified right so far
 * @param segments segments of that epoch so far
 * @param watched the best epoch by the value that is monitored
 * @param kept the epoch whose weights are kept as the best
 */
record Position(int epochs, int batches, double lossSum, long correct, long segments, Best watched, Best kept) {

    static Position start() {
        return new Position(0, 0, 0, 0, 0, Best.none(), Best.none());
    }

    Position afterBatch(TrainingStep.Outcome outcome, int n) {
        return new Position(
                epochs,
                batches + 1,
                lossSum + outcome.loss() * n,
                correct + outcome.correct(),
                segments + n,
                watched,
                kept);
    }

    /** One epoch on, which may have become the best by either value. */
    Position afterEpoch(Best nowWatched, Best nowKept) {
        return new Position(epochs + 1, 0, 0, 0, 0, nowWatched, nowKept);
    }

    double loss() {
        return lossSum / segments;
    }

    double accuracy() {
        return (double) correct / segments;
    }

    /** Whether patience is used up: so many epochs without a better one. */
    boolean outOf(Integer patience) {
        return patience != null && epochs - watched.epoch() >= patience;
    }

    Map<String, String> toWords() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("epochs", Integer.toString(epochs));
        words.put("batches", Integer.toString(batches));
        words.put("lossSum", Double.toString(lossSum));
        words.put("correct", Long.toString(correct));
        words.put("segments", Long.toString(segments));
        words.put("bestEpoch", Integer.toString(watched.epoch()));
        words.put("bestValue", Double.toString(watched.value()));
        words.put("keptEpoch", Integer.toString(kept.epoch()));
        words.put("keptValue", Double.toString(kept.value()));
        return words;
    }

    static Position fromWords(Map<String, String> words) {
        return new Position(
                Integer.parseInt(words.get("epochs")),
                Integer.parseInt(words.get("batches")),
                Double.parseDouble(words.get("lossSum")),
                Long.parseLong(words.get("correct")),
                Long.parseLong(words.get("segments")),
                new Best(Integer.parseInt(words.get("bestEpoch")), Double.parseDouble(words.get("bestValue"))),
                new Best(Integer.parseInt(words.get("keptEpoch")), Double.parseDouble(words.get("keptValue"))));
    }
}
