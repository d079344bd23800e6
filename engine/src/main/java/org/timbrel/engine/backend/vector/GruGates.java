package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementwise part of a GRU. Sums and their gradients stand in groups m_n, r, z, a_n that are filled up to whole vectors;
 * gates, memory and states are not, so where h doesn't fill vectors, and at the first step, a row goes through memory that
 * does.
 */
final class GruGates implements RecurrentGates {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private int h;
    private int width;
    private boolean whole;
    private float[] gates;
    private float[] memory;
    private float[] y;

    /**
     * @param gates memory for n t 3 h gates, kept for the way back
     * @param memory memory for n t h numbers m_n, kept for the way back
     * @param y (n,t,h)
     */
    void set(RecurrentLayout layout, float[] gates, float[] memory, float[] y) {
        this.h = layout.h;
        this.width = layout.width;
        this.whole = h == width;
        this.gates = gates;
        this.memory = memory;
        this.y = y;
    }

    @Override
    public void begin(SequenceChunk chunk, Scratch scratch) {
        GateFunctions.setScales(scales(scratch), 2 * width, 0, 0);
        Arrays.fill(carried(chunk, scratch), 0, chunk.rows() * width, 0);
        Arrays.fill(row(scratch), 0, 6 * width, 0);
    }

    private float[] scales(Scratch scratch) {
        return scratch.floats(Scratch.Use.GATE_SCALES, 2 * width);
    }

    /** The state's gradient that the update gate lets through, (rows,width). */
    private float[] carried(SequenceChunk chunk, Scratch scratch) {
        return scratch.floats(Scratch.Use.CELL, chunk.rows() * width);
    }

    /** Gates, memory, last state and state of one sequence or its gradient, filled up. */
    private float[] row(Scratch scratch) {
        return scratch.floats(Scratch.Use.STEP_ROW, 6 * width);
    }

    @Override
    public void forward(SequenceChunk chunk, Scratch scratch, float[] sums, int t) {
        float[] scales = scales(scratch);
        if (!whole || t == 0) {
            for (int r = 0; r < chunk.rows(); r++) {
                forwardFilled(chunk, sums, scales, row(scratch), t, r);
            }
            return;
        }
        for (int r = 0; r < chunk.rows(); r++) {
            GateFunctions.apply(sums, (r * 4 + 1) * h, scales, gates, chunk.kept(t, r) * 3 * h, 2 * h);
        }
        for (int r = 0; r < chunk.rows(); r++) {
            int m = chunk.kept(t, r) * h;
            int to = chunk.row(t, r) * h;
            state(sums, r * 4 * h, gates, 3 * m, memory, m, y, to - h, y, to, h);
        }
    }

    private void forwardFilled(SequenceChunk chunk, float[] sums, float[] scales, float[] row, int t, int r) {
        int from = r * 4 * width;
        int m = chunk.kept(t, r) * h;
        int to = chunk.row(t, r) * h;
        takePrevious(t, to - h, row);
        GateFunctions.apply(sums, from + width, scales, row, 0, 2 * width);
        state(sums, from, row, 0, row, 3 * width, row, 4 * width, row, 5 * width, width);
        for (int k = 0; k < 3; k++) {
            System.arraycopy(row, k * width, gates, 3 * m + k * h, h);
        }
        System.arraycopy(row, 3 * width, memory, m, h);
        System.arraycopy(row, 5 * width, y, to, h);
    }

    private void takePrevious(int t, int before, float[] row) {
        if (t > 0) {
            System.arraycopy(y, before, row, 4 * width, h);
        } else {
            Arrays.fill(row, 4 * width, 5 * width, 0);
        }
    }

    /** n = tanh(a_n + r m_n) and h = n + z (h_previous - n). */
    private static void state(
            float[] sums,
            int s,
            float[] gates,
            int g,
            float[] memory,
            int m,
            float[] previous,
            int p,
            float[] y,
            int to,
            int n) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector kept = FloatVector.fromArray(SPECIES, sums, s + j);
            kept.intoArray(memory, m + j);
            FloatVector candidate = VectorMath.tanh(FloatVector.fromArray(SPECIES, gates, g + j)
                    .fma(kept, FloatVector.fromArray(SPECIES, sums, s + 3 * n + j)));
            candidate.intoArray(gates, g + 2 * n + j);
            FloatVector.fromArray(SPECIES, gates, g + n + j)
                    .fma(FloatVector.fromArray(SPECIES, previous, p + j).sub(candidate), candidate)
                    .intoArray(y, to + j);
        }
    }

    @Override
    public int fetch(SequenceChunk chunk, int begin, int end) {
        return chunk.touch(gates, 3 * h, begin, end) | chunk.touch(memory, h, begin, end);
    }

    @Override
    public void backward(
            SequenceChunk chunk,
            Scratch scratch,
            int t,
            float[] dy,
            int d,
            float[] state,
            float[] dSums,
            int at,
            int dStride) {
        float[] carried = carried(chunk, scratch);
        float[] row = row(scratch);
        for (int r = 0; r < chunk.rows(); r++) {
            int m = chunk.kept(t, r) * h;
            int before = (chunk.row(t, r) - 1) * h;
            int w = width;
            int own = r * w;
            int to = at + r * dStride;
            int out = d + own;
            if (whole && t > 0) {
                gradients(gates, 3 * m, memory, m, y, before, dy, out, state, own, carried, own, dSums, to, h);
            } else {
                takeRow(t, m, before, row);
                gradients(row, 0, row, 3 * w, row, 4 * w, dy, out, state, own, carried, own, dSums, to, w);
            }
        }
    }

    private void takeRow(int t, int m, int before, float[] row) {
        for (int k = 0; k < 3; k++) {
            System.arraycopy(gates, 3 * m + k * h, row, k * width, h);
        }
        System.arraycopy(memory, m, row, 3 * width, h);
        takePrevious(t, before, row);
    }

    private static void gradients(
            float[] gates,
            int g,
            float[] memory,
            int m,
            float[] previous,
            int p,
            float[] dy,
            int y,
            float[] state,
            int dh,
            float[] carried,
            int c,
            float[] dSums,
            int to,
            int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int j = 0; j < n; j += LANES) {
            FloatVector reset = FloatVector.fromArray(SPECIES, gates, g + j);
            FloatVector update = FloatVector.fromArray(SPECIES, gates, g + n + j);
            FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
            FloatVector dState = FloatVector.fromArray(SPECIES, dy, y + j)
                    .add(FloatVector.fromArray(SPECIES, state, dh + j))
                    .add(FloatVector.fromArray(SPECIES, carried, c + j));
            FloatVector dSum = dState.mul(one.sub(update)).mul(candidate.neg().fma(candidate, one));
            dSum.mul(reset).intoArray(dSums, to + j);
            dSum.mul(FloatVector.fromArray(SPECIES, memory, m + j))
                    .mul(reset)
                    .mul(one.sub(reset))
                    .intoArray(dSums, to + n + j);
            FloatVector dUpdate =
                    dState.mul(FloatVector.fromArray(SPECIES, previous, p + j).sub(candidate));
            dUpdate.mul(update).mul(one.sub(update)).intoArray(dSums, to + 2 * n + j);
            dSum.intoArray(dSums, to + 3 * n + j);
            dState.mul(update).intoArray(carried, c + j);
        }
    }
}
