package org.timbrel.engine.schedule;

/**
 * Multiplies the rate by a factor at regular intervals; PyTorch's {@code StepLR}, counted in updates.
 *
 * @param rate first learning rate
 * @param factor multiplies the rate
 * @param every updates between two changes
 */
public record StepSchedule(double rate, double factor, long every) implements Schedule {
    @Override
    public double learningRate(long step) {
        return rate * Math.pow(factor, (double) Math.floorDiv(step, every));
    }
}
