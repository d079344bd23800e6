package org.timbrel.engine.schedule;

/** The learning rate as a function of the number of updates done. */
@FunctionalInterface
public interface Schedule {
    /**
     * The rate of one update.
     *
     * @param step updates before it, from 0
     */
    double learningRate(long step);
}
