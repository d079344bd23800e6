package org.timbrel.training.metrics;

import java.util.List;

/**
 * What one example (a segment, or a whole track) is and what it was taken for.
 *
 * @param track the name of the track; the segments of one track share it
 * @param truth index of the true class
 * @param predicted index of the class it was taken for
 * @param probabilities one figure a class: the model's probabilities, or a vote's shares
 */
public record Prediction(String track, int truth, int predicted, List<Double> probabilities) {
    public Prediction {
        probabilities = List.copyOf(probabilities);
        int classes = probabilities.size();
        if (truth < 0 || truth >= classes || predicted < 0 || predicted >= classes) {
            throw new IllegalArgumentException("A prediction of " + classes + " classes needs class indices from 0 to "
                    + (classes - 1) + ", got truth " + truth + " and prediction " + predicted + " for " + track + ".");
        }
    }

    /** Whether the example was taken for what it is. */
    public boolean correct() {
        return truth == predicted;
    }

    /** The probability of the class that it was taken for. */
    public double confidence() {
        return probabilities.get(predicted);
    }
}
