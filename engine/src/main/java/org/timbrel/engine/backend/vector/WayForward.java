package org.timbrel.engine.backend.vector;

import java.util.Arrays;

/** The way of a {@link Recurrence} forward through time; a task is that of the sequences of a chunk. */
final class WayForward implements Workers.Task {
    private final StepProduct product = new StepProduct();
    private final StepInputs inputs = new StepInputs();

    private Workers workers;
    private Recurrence recurrence;
    private RecurrentGates gates;
    private float[] inputSums;

    /**
     * Takes all chunks the way.
     *
     * @param inputSums the input's share of the sums (n,t,gates h), null where each step multiplies its own
     */
    void run(
            Workers workers,
            Recurrence recurrence,
            float[] x,
            float[] w,
            float[] u,
            float[] bias,
            float[] mask,
            float[] y,
            RecurrentGates gates,
            float[] inputSums) {
        this.workers = workers;
        this.recurrence = recurrence;
        this.gates = gates;
        this.inputSums = inputSums;
        product.pack(workers, recurrence.layout, w, u, bias, recurrence.s.gates());
        inputs.set(recurrence.layout, x, y, mask, recurrence.s.gates());
        workers.run(recurrence.chunks.length, this);
    }

    @Override
    public void run(int i) {
        RecurrentLayout layout = recurrence.layout;
        SequenceChunk chunk = recurrence.chunks[i];
        int rows = chunk.rows();
        int steps = recurrence.s.t();
        int block = recurrence.blockSteps;
        Scratch scratch = workers.scratch();
        float[] in = scratch.floats(Scratch.Use.STEP_INPUTS, block * rows * layout.stride);
        float[] sums = scratch.floats(Scratch.Use.RECURRENT_SUMS, rows * layout.sums());
        gates.begin(chunk, scratch);
        Arrays.fill(in, 0, block * rows * layout.stride, 0);
        for (int t = 0; t < steps; t++) {
            int row = t % block * rows;
            if (row == 0) {
                inputs.takeInputs(chunk, t, Math.min(steps, t + block), in);
            }
            inputs.takeStates(chunk, t, t + 1, in, row);
            if (inputSums != null) {
                Arrays.fill(sums, 0, rows * layout.sums(), 0);
                takeInputSums(chunk, t, sums);
            }
            product.multiply(in, row * layout.stride, rows, sums, inputSums != null);
            gates.forward(chunk, scratch, sums, t);
        }
    }

    private void takeInputSums(SequenceChunk chunk, int t, float[] sums) {
        RecurrentLayout layout = recurrence.layout;
        int h = layout.h;
        for (int r = 0; r < chunk.rows(); r++) {
            for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
                int gate = layout.groups[group].input();
                if (gate >= 0) {
                    int from = (chunk.row(t, r) * recurrence.s.gates() + gate) * h;
                    System.arraycopy(inputSums, from, sums, r * layout.sums() + group * layout.width, h);
                }
            }
        }
    }
}
