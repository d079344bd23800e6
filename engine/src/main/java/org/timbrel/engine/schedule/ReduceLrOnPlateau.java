package org.timbrel.engine.schedule;

/**
 * Lowers the learning rate when a value of the validation side has stopped getting better; Keras's {@code
 * ReduceLROnPlateau}. What it remembers is a {@link State}, so that a run can be stopped and resumed.
 *
 * @param factor multiplies the rate
 * @param patience epochs without a better value before the rate falls
 * @param minDelta by how much a value must be better to count
 * @param cooldown epochs after a fall in which nothing is counted
 * @param floor the lowest rate as a share of the first
 * @param higherIsBetter true for accuracy, false for loss
 */
public record ReduceLrOnPlateau(
        double factor, int patience, double minDelta, int cooldown, double floor, boolean higherIsBetter) {
    /**
     * Between two epochs.
     *
     * @param scale the rate as a share of the first
     * @param best the best value so far, NaN before the first
     * @param waited epochs without a better one
     * @param cooling epochs of the cooldown that are left
     */
    public record State(double scale, double best, int waited, int cooling) {
        /** Before the first epoch. */
        public static State start() {
            return new State(1, Double.NaN, 0, 0);
        }
    }

    /** The state after an epoch that ended with a value. */
    public State after(State state, double value) {
        int cooling = Math.max(0, state.cooling() - 1);
        if (isBetter(value, state.best())) {
            return new State(state.scale(), value, 0, cooling);
        }
        if (cooling > 0) {
            return new State(state.scale(), state.best(), 0, cooling);
        }
        int waited = (state.cooling() > 0 ? 0 : state.waited()) + 1;
        if (waited < patience || state.scale() <= floor) {
            return new State(state.scale(), state.best(), waited, 0);
        }
        return new State(Math.max(state.scale() * factor, floor), state.best(), 0, cooldown);
    }

    private boolean isBetter(double value, double best) {
        if (Double.isNaN(best)) {
            return true;
        }
        return higherIsBetter ? value > best + minDelta : value < best - minDelta;
    }
}
