package org.timbrel.training.train;

import org.timbrel.training.recipe.TrainingSpec;

/**
 * The best epoch so far by one value of the validation side.
 *
 * @param epoch its number, counted from 1; 0 for none yet
 * @param value what it reached; NaN where there is no validation side
 */
record Best(int epoch, double value) {

    static Best none() {
        return new Best(0, Double.NaN);
    }

    /** The best after one more epoch; without a validation side, that epoch. */
    Best after(int next, double reached, TrainingSpec.Monitor monitor) {
        return Double.isNaN(value) || monitor.better(reached, value) ? new Best(next, reached) : this;
    }
}
