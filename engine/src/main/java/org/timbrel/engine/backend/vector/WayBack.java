package org.timbrel.engine.backend.vector;

import java.util.Arrays;

/** The way of a {@link Recurrence} back through time; a task is that of the sequences of a chunk. */
final class WayBack implements Workers.Task {
    private final StepInputs inputs = new StepInputs();
    private final StepInputGradient product = new StepInputGradient();
    private final StepWeightGradient weights = new StepWeightGradient();

    private Workers workers;
    private Recurrence recurrence;
    private RecurrentLayout layout;
    private RecurrentGates gates;
    private float[] mask;
    private float[] dy;
    private float[] dInputSums;
    private float[] dx;

    /**
     * Length of a row of the sums' gradients: one vector of zeros more, which fill up the depth of a product, and without which
     * all rows would want the same lines of the cache.
     */
    private int dStride;

    /**
     * Takes all chunks the way.
     *
     * @param dInputSums memory for the gradient of the input's share of the sums (n,t,gates h), null where each step multiplies its
     *     own
     * @param dx null if it is not wanted
     * @param dBias (4,h), a row a group
     */
    void run(
            Workers workers,
            Recurrence recurrence,
            float[] x,
            float[] w,
            float[] u,
            float[] mask,
            float[] y,
            RecurrentGates gates,
            float[] dy,
            float[] dInputSums,
            float[] dx,
            float[] dw,
            float[] du,
            float[] dBias) {
        this.workers = workers;
        this.recurrence = recurrence;
        this.layout = recurrence.layout;
        this.gates = gates;
        this.mask = mask;
        this.dy = dy;
        this.dInputSums = dInputSums;
        this.dx = dx;
        this.dStride = layout.sums() + Lanes.COUNT;
        product.pack(workers, layout, dInputSums != null || dx == null ? null : w, u, recurrence.s.gates());
        inputs.set(layout, x, y, mask, recurrence.s.gates());
        weights.begin(workers, layout, recurrence.chunks.length);
        workers.run(recurrence.chunks.length, this);
        weights.finish(recurrence.s.gates(), dw, du, dBias);
    }

    @Override
    public void run(int i) {
        SequenceChunk chunk = recurrence.chunks[i];
        int rows = chunk.rows();
        int steps = recurrence.s.t();
        int block = recurrence.blockSteps;
        Scratch scratch = workers.scratch();
        float[] in = scratch.floats(Scratch.Use.STEP_INPUTS, block * rows * layout.stride);
        float[] dStates = scratch.floats(Scratch.Use.OUTPUT_GRADIENT, block * rows * layout.width); // of dy
        float[] dSums = scratch.floats(Scratch.Use.RECURRENT_GRADIENT, block * rows * dStride);
        float[] dState = scratch.floats(Scratch.Use.STATE_GRADIENT, rows * layout.width); // by the next step's sums
        float[] part = scratch.floats(Scratch.Use.MASKED_STATE, rows * layout.width);
        gates.begin(chunk, scratch);
        Arrays.fill(in, 0, block * rows * layout.stride, 0);
        Arrays.fill(dStates, 0, block * rows * layout.width, 0);
        for (int r = 0; r < block * rows; r++) {
            Arrays.fill(dSums, r * dStride + layout.sums(), (r + 1) * dStride, 0);
        }
        Arrays.fill(dState, 0, rows * layout.width, 0);
        for (int begin = (steps - 1) / block * block, end = steps; begin >= 0; end = begin, begin -= block) {
            inputs.takeInputs(chunk, begin, end, in);
            inputs.takeStates(chunk, begin, end, in, 0);
            takeGradients(chunk, begin, end, dStates);
            scratch.see(gates.fetch(chunk, begin, end));
            for (int t = end - 1; t >= begin; t--) {
                int at = (t - begin) * rows;
                gates.backward(chunk, scratch, t, dStates, at * layout.width, dState, dSums, at * dStride, dStride);
                step(chunk, t, dSums, at, dState, part);
            }
            weights.add(i, end == steps, in, dSums, dStride, (end - begin) * rows);
        }
    }

    private void takeGradients(SequenceChunk chunk, int begin, int end, float[] dStates) {
        int rows = chunk.rows();
        for (int r = 0; r < rows; r++) {
            for (int t = begin; t < end; t++) {
                int to = ((t - begin) * rows + r) * layout.width;
                System.arraycopy(dy, chunk.row(t, r) * layout.h, dStates, to, layout.h);
            }
        }
    }

    /** From the gradients of the sums of step t, from row {@code at} on, to those of its input and of the state before it. */
    private void step(SequenceChunk chunk, int t, float[] dSums, int at, float[] dState, float[] part) {
        int rows = chunk.rows();
        int from = at * dStride;
        if (dInputSums != null) {
            for (int r = 0; r < rows; r++) {
                copyInputSums(dSums, at + r, chunk.row(t, r));
            }
        } else if (dx != null) {
            product.toInput(
                    dSums, from, dStride, rows, dx, chunk.row(t, 0) * layout.d, recurrence.s.t() * layout.d, part);
        }
        product.toState(
                dSums, from, dStride, rows, mask, chunk.first() * recurrence.s.gates() * layout.h, dState, part);
    }

    private void copyInputSums(float[] dSums, int from, int to) {
        for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
            int gate = layout.groups[group].input();
            if (gate >= 0) {
                int at = from * dStride + group * layout.width;
                System.arraycopy(dSums, at, dInputSums, (to * recurrence.s.gates() + gate) * layout.h, layout.h);
            }
        }
    }
}
