package org.timbrel.engine.init;

/**
 * The first values of a recurrent layer.
 *
 * @param input weights from the input
 * @param recurrent weights from the last hidden state
 * @param bias one bias or two
 */
public record RecurrentScheme(Initializer input, Initializer recurrent, Initializer bias) {}
