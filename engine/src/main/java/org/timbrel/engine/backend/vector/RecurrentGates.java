package org.timbrel.engine.backend.vector;

/**
 * The elementwise part of a recurrent cell for the sequences of a chunk, step by step. A step is given by the row of its
 * first sequence in arrays (n,t,...); the others follow at distances of t rows.
 */
interface RecurrentGates {
    /** Fetches the input's share of the sums, made before, into {@code sums} (rows,4 width). */
    void takeSums(int first, float[] sums);

    /** From the sums (rows,4 width) to the gates and the new state. */
    void forward(float[] sums, int first);

    /**
     * The gradients of the sums.
     *
     * @param state the gradient of the state by the next step's sums, from {@code dh} on, a row a sequence
     * @param dSums written from {@code at} on, a row a sequence
     */
    void backward(int first, float[] state, int dh, int stateStride, float[] dSums, int at, int dStride);
}
