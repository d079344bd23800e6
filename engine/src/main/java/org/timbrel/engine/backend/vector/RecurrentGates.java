package org.timbrel.engine.backend.vector;

/** The elementwise part of a recurrent cell, for the sequences of a chunk, step by step; one object serves all chunks. */
interface RecurrentGates {
    /**
     * Makes the memory ready that a chunk's steps share; it lies in the scratch memory of the thread that goes through the chunk.
     */
    void begin(SequenceChunk chunk, Scratch scratch);

    /** From the sums (rows,4 width) of step t to the gates and the new state. */
    void forward(SequenceChunk chunk, Scratch scratch, float[] sums, int t);

    /**
     * Reads what the steps from {@code begin} to {@code end} have kept once, from front to back, so that it is in cache when
     * the way back takes it step by step: memory brings one long run faster than pieces in falling order.
     *
     * @return something that depends on all of it, so that no compiler leaves the reads out
     */
    int fetch(SequenceChunk chunk, int begin, int end);

    /**
     * The gradients of the sums of step t.
     *
     * @param dy the gradient of the state by the result, (rows,width) from {@code d} on
     * @param state the gradient of the state by the next step's sums, (rows,width)
     * @param dSums written from {@code at} on, a row a sequence
     */
    void backward(
            SequenceChunk chunk,
            Scratch scratch,
            int t,
            float[] dy,
            int d,
            float[] state,
            float[] dSums,
            int at,
            int dStride);
}
