package org.timbrel.engine.backend.vector;

/** The elementwise part of a recurrent cell for the sequences of a chunk, step by step. */
interface RecurrentGates {
    /** From the sums (rows,4 width) of step t to the gates and the new state. */
    void forward(float[] sums, int t);

    /**
     * The gradients of the sums of step t.
     *
     * @param state the gradient of the state by the next step's sums, from {@code dh} on, a row a sequence
     * @param dSums written from {@code at} on, a row a sequence
     */
    void backward(int t, float[] state, int dh, int stateStride, float[] dSums, int at, int dStride);
}
