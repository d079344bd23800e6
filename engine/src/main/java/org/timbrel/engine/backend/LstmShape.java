package org.timbrel.engine.backend;

/**
 * An LSTM over a whole batch of sequences.
 *
 * @param n sequences
 * @param t time steps
 * @param d features of the input
 * @param h hidden units
 */
public record LstmShape(int n, int t, int d, int h) {
    /** Floating-point operations of the forward pass's products. */
    public long flops() {
        return 2L * n * t * 4 * h * (d + h);
    }

    /**
     * Floating-point operations of the backward pass's products.
     *
     * @param ofInput whether the gradient of the input is among them
     */
    public long backwardFlops(boolean ofInput) {
        return 2L * n * t * 4 * h * (d + 2 * h + (ofInput ? d : 0));
    }
}
