package org.timbrel.engine.backend.vector;

/** The elementwise part of a recurrent cell for the sequences of a chunk, step by step. */
interface RecurrentGates {
    /** From the sums (rows,4 width) of step t to the gates and the new state. */
    void forward(float[] sums, int t);

    /**
     * Reads what the steps from {@code begin} to {@code end} have kept once, from front to back, so that it is in cache when
     * the way back takes it step by step: memory brings one long run faster than pieces in falling order.
     */
    void fetch(int begin, int end);

    /**
     * The gradients of the sums of step t.
     *
     * @param dy the gradient of the state by the result, (rows,width) from {@code d} on
     * @param state the gradient of the state by the next step's sums, (rows,width)
     * @param dSums written from {@code at} on, a row a sequence
     */
    void backward(int t, float[] dy, int d, float[] state, float[] dSums, int at, int dStride);
}
