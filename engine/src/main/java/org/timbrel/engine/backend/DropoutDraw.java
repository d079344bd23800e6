package org.timbrel.engine.backend;

/**
 * The random choice of one dropout in one step: by these words the mask can be drawn again, so nobody keeps it.
 *
 * @param rate probability of a zero, from 0 to below 1
 * @param seed key of all random numbers
 * @param stream number of the dropout's stream
 * @param step number of the training step
 */
public record DropoutDraw(double rate, long seed, int stream, long step) {}
