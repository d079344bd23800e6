package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;

/** Gathers what one step of a recurrent layer reads, for the sequences of a chunk: rows [x_t 1 h_{t-1}]. */
final class StepInputs {
    private final RecurrentLayout layout;
    private final float[] x;
    private final float[] y;
    private final float[] mask;
    private final int gates;
    private final SequenceChunk chunk;

    /**
     * @param x (n,t,d)
     * @param y (n,t,h)
     * @param mask (n,gates,h) or null
     */
    StepInputs(RecurrentLayout layout, float[] x, float[] y, float[] mask, int gates, SequenceChunk chunk) {
        this.layout = layout;
        this.x = x;
        this.y = y;
        this.mask = mask;
        this.gates = gates;
        this.chunk = chunk;
    }

    /** Writes the rows of step t. */
    void take(int t, float[] inputs, int at) {
        int d = layout.d;
        int h = layout.h;
        for (int r = 0; r < chunk.rows(); r++) {
            int row = chunk.row(t, r);
            int to = at + r * layout.stride;
            System.arraycopy(x, row * d, inputs, to, d);
            inputs[to + d] = 1;
            if (t == 0) {
                Arrays.fill(inputs, to + layout.state, to + layout.state + layout.copies * layout.copy, 0);
            } else if (mask == null) {
                System.arraycopy(y, (row - 1) * h, inputs, to + layout.state, h);
            } else {
                for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
                    int gate = layout.groups[group].state();
                    if (gate >= 0) {
                        int m = ((chunk.first() + r) * gates + gate) * h;
                        int state = to + layout.stateOf(group);
                        Arithmetic.apply(BinaryOp.MULTIPLY, y, (row - 1) * h, mask, m, inputs, state, h);
                    }
                }
            }
        }
    }
}
