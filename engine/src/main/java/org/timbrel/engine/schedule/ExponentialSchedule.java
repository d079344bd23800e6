package org.timbrel.engine.schedule;

/**
 * rate factor^(step / steps); Keras's {@code ExponentialDecay}.
 *
 * @param rate first learning rate
 * @param factor what is left after {@code steps} updates
 * @param steps updates in which the rate falls by the factor
 */
public record ExponentialSchedule(double rate, double factor, long steps) implements Schedule {
    @Override
    public double learningRate(long step) {
        return rate * Math.pow(factor, (double) step / steps);
    }
}
