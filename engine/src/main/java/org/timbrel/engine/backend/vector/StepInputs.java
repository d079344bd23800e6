package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;

/** Gathers what steps of a recurrent layer read, for the sequences of a chunk: rows [x_t 1 h_{t-1}], a step after the other. */
final class StepInputs {
    private RecurrentLayout layout;
    private float[] x;
    private float[] y;
    private float[] mask;
    private int gates;

    /**
     * @param x (n,t,d)
     * @param y (n,t,h)
     * @param mask (n,gates,h) or null
     */
    void set(RecurrentLayout layout, float[] x, float[] y, float[] mask, int gates) {
        this.layout = layout;
        this.x = x;
        this.y = y;
        this.mask = mask;
        this.gates = gates;
    }

    /**
     * Writes what the steps from {@code begin} to {@code end} read but their states, sequence by sequence: memory brings one
     * long run of each sequence faster than a piece at every step.
     */
    void takeInputs(SequenceChunk chunk, int begin, int end, float[] inputs) {
        int d = layout.d;
        for (int r = 0; r < chunk.rows(); r++) {
            for (int t = begin; t < end; t++) {
                int to = ((t - begin) * chunk.rows() + r) * layout.stride;
                System.arraycopy(x, chunk.row(t, r) * d, inputs, to, d);
                inputs[to + d] = 1;
            }
        }
    }

    /** Writes the states that the steps from {@code begin} to {@code end} read, the first of them from a row of inputs on. */
    void takeStates(SequenceChunk chunk, int begin, int end, float[] inputs, int row) {
        for (int r = 0; r < chunk.rows(); r++) {
            for (int t = begin; t < end; t++) {
                takeState(chunk, t, r, inputs, (row + (t - begin) * chunk.rows() + r) * layout.stride);
            }
        }
    }

    private void takeState(SequenceChunk chunk, int t, int r, float[] inputs, int to) {
        int h = layout.h;
        int before = (chunk.row(t, r) - 1) * h;
        if (t == 0) {
            Arrays.fill(inputs, to + layout.state, to + layout.state + layout.copies * layout.copy, 0);
        } else if (mask == null) {
            System.arraycopy(y, before, inputs, to + layout.state, h);
        } else {
            for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
                int gate = layout.groups[group].state();
                if (gate >= 0) {
                    int m = ((chunk.first() + r) * gates + gate) * h;
                    int state = to + layout.stateOf(group);
                    Arithmetic.apply(BinaryOp.MULTIPLY, y, before, mask, m, inputs, state, h);
                }
            }
        }
    }
}
