package org.timbrel.engine.schedule;

/**
 * The same rate throughout.
 *
 * @param rate learning rate
 */
public record ConstantSchedule(double rate) implements Schedule {
    @Override
    public double learningRate(long step) {
        return rate;
    }
}
