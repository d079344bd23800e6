package org.timbrel.engine.schedule;

/**
 * Half a cosine from the rate down to a share of it, then flat (Loshchilov and Hutter, 2017, without restarts); Keras's
 * {@code CosineDecay}.
 *
 * @param rate first learning rate
 * @param steps updates until the lowest rate
 * @param floor the lowest rate as a share of the first
 */
public record CosineSchedule(double rate, long steps, double floor) implements Schedule {
    @Override
    public double learningRate(long step) {
        double done = Math.min(1, (double) step / steps);
        return rate * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
    }
}
