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
 * @param bestEpoch the epoch whose weights are kept as the best, 0 for none yet
 * @param bestValue what that epoch reached of the value that is monitored
 */
record Position(int epochs, int batches, double lossSum, long correct, long segments, int bestEpoch, double bestValue) {

    static Position start() {
        return new Position(0, 0, 0, 0, 0, 0, Double.NaN);
    }

    Position afterBatch(TrainingStep.Outcome outcome, int n) {
        return new Position(
                epochs,
                batches + 1,
                lossSum + outcome.loss() * n,
                correct + outcome.correct(),
                segments + n,
                bestEpoch,
                bestValue);
    }

    Position afterEpoch(boolean best, double value) {
        return new Position(epochs + 1, 0, 0, 0, 0, best ? epochs + 1 : bestEpoch, best ? value : bestValue);
    }

    double loss() {
        return lossSum / segments;
    }

    double accuracy() {
        return (double) correct / segments;
    }

    /** Whether patience is used up: so many epochs without a better one. */
    boolean outOf(Integer patience) {
        return patience != null && epochs - bestEpoch >= patience;
    }

    Map<String, String> toWords() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("epochs", Integer.toString(epochs));
        words.put("batches", Integer.toString(batches));
        words.put("lossSum", Double.toString(lossSum));
        words.put("correct", Long.toString(correct));
        words.put("segments", Long.toString(segments));
        words.put("bestEpoch", Integer.toString(bestEpoch));
        words.put("bestValue", Double.toString(bestValue));
        return words;
    }

    static Position fromWords(Map<String, String> words) {
        return new Position(
                Integer.parseInt(words.get("epochs")),
                Integer.parseInt(words.get("batches")),
                Double.parseDouble(words.get("lossSum")),
                Long.parseLong(words.get("correct")),
                Long.parseLong(words.get("segments")),
                Integer.parseInt(words.get("bestEpoch")),
                Double.parseDouble(words.get("bestValue")));
    }
}
