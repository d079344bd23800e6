package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

/**
 * A recurrent layer over whole sequences, forward and back, whatever its cell.
 *
 * <p>Sequences are independent, so the batch is cut into chunks of a few rows, each of which goes through its whole sequence
 * by itself: threads need not wait for each other until the end. A step is one product by packed weights, input and state
 * together ({@link StepProduct}), and the gates right after it ({@link RecurrentGates}), all in cache. On the way back a
 * block of steps is gathered before it goes into the gradient of the weights ({@link StepWeightGradient}). Wide inputs,
 * whose weights would not stay in cache, are multiplied before the sequence, and their gradients after it.
 */
final class Recurrence {
    /** Steps whose gradients stay in the second-level cache until they go into the weights' gradient. */
    private static final int BLOCK_STEPS = 16;

    /** Weights of a step, in floats, that stay in the second-level cache. */
    private static final int STEP_WEIGHTS = 1 << 18;

    private final Workers workers;
    private final Gemm gemm;
    private final Shape s;
    private final RecurrentLayout layout;
    private final boolean wide;
    private final SequenceChunk[] chunks;

    /**
     * What a recurrent layer works on.
     *
     * @param gates gates of w (d,gates h) and u (h,gates h)
     */
    record Shape(int n, int t, int d, int h, int gates) {}

    /**
     * That of the step before, where it had one of the same shape.
     *
     * @param gates gates of w (d,gates h) and u (h,gates h)
     * @param groups the sums of a step, those with an input side by side; always the same array for a kind of cell
     * @param masked whether each gate reads the state through a mask of its own
     */
    static Recurrence of(
            Workers workers,
            Gemm gemm,
            int n,
            int t,
            int d,
            int h,
            int gates,
            RecurrentLayout.Group[] groups,
            boolean masked) {
        Recent<Recurrence> made = workers.scratch().recurrences();
        for (int i = 0; i < made.size(); i++) {
            Recurrence recent = made.get(i);
            Shape s = recent.s;
            boolean same = s.n == n && s.t == t && s.d == d && s.h == h && recent.layout.groups == groups;
            if (same && recent.layout.masked() == masked) {
                return recent;
            }
        }
        return made.add(new Recurrence(workers, gemm, new Shape(n, t, d, h, gates), groups, masked));
    }

    private Recurrence(Workers workers, Gemm gemm, Shape shape, RecurrentLayout.Group[] groups, boolean masked) {
        this.workers = workers;
        this.gemm = gemm;
        this.s = shape;
        this.wide = (long) (s.d + s.h) * RecurrentLayout.GROUPS * s.h > STEP_WEIGHTS;
        this.layout = new RecurrentLayout(wide ? 0 : s.d, s.h, groups, masked);
        this.chunks = SequenceChunk.all(s.n, s.t);
    }

    RecurrentLayout layout() {
        return layout;
    }

    /**
     * @param bias (4,h), a row a group
     * @param y (n,t,h), written by the gates
     */
    void forward(float[] x, float[] w, float[] u, float[] bias, float[] mask, float[] y, RecurrentGates gates) {
        float[] inputSums = wide ? inputSums(x, w) : null;
        StepProduct product = StepProduct.forward(workers, layout, w, u, bias, s.gates);
        StepInputs inputs = new StepInputs(layout, x, y, mask, s.gates);
        workers.run(chunks.length, i -> {
            SequenceChunk chunk = chunks[i];
            int rows = chunk.rows();
            Scratch scratch = workers.scratch();
            int block = SequenceChunk.evenly(s.t, BLOCK_STEPS);
            float[] in = scratch.floats(Scratch.Use.STEP_INPUTS, block * rows * layout.stride);
            float[] sums = scratch.floats(Scratch.Use.RECURRENT_SUMS, rows * layout.sums());
            gates.begin(chunk, scratch);
            Arrays.fill(in, 0, block * rows * layout.stride, 0);
            for (int t = 0; t < s.t; t++) {
                int row = t % block * rows;
                if (row == 0) {
                    inputs.takeInputs(chunk, t, Math.min(s.t, t + block), in);
                }
                inputs.takeStates(chunk, t, t + 1, in, row);
                if (wide) {
                    Arrays.fill(sums, 0, rows * layout.sums(), 0);
                    takeInputSums(inputSums, chunk, t, sums);
                }
                product.forward(in, row * layout.stride, rows, sums, wide);
                gates.forward(chunk, scratch, sums, t);
            }
        });
    }

    /** The input's share of the sums (n,t,gates h). */
    private float[] inputSums(float[] x, float[] w) {
        MatmulShape shape = MatmulShape.plain(s.n * s.t, s.gates * s.h, s.d);
        float[] sums = workers.scratch().floats(Scratch.Use.GATE_GRADIENT, shape.m() * shape.n());
        gemm.multiply(shape, x, w, null, Activation.NONE, false, sums);
        return sums;
    }

    private void takeInputSums(float[] inputSums, SequenceChunk chunk, int t, float[] sums) {
        for (int r = 0; r < chunk.rows(); r++) {
            for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
                int gate = layout.groups[group].input();
                if (gate >= 0) {
                    int from = (chunk.row(t, r) * s.gates + gate) * s.h;
                    System.arraycopy(inputSums, from, sums, r * layout.sums() + group * layout.width, s.h);
                }
            }
        }
    }

    /**
     * @param dx null if it is not wanted
     * @param dBias (4,h), a row a group
     */
    void backward(
            float[] x,
            float[] w,
            float[] u,
            float[] mask,
            float[] y,
            RecurrentGates gates,
            float[] dy,
            float[] dx,
            float[] dw,
            float[] du,
            float[] dBias) {
        int all = s.gates * s.h;
        int steps = s.n * s.t;
        float[] dInputSums = wide ? workers.scratch().floats(Scratch.Use.GATE_GRADIENT, steps * all) : null;
        StepProduct product = StepProduct.back(workers, layout, wide || dx == null ? null : w, u, s.gates);
        StepInputs inputs = new StepInputs(layout, x, y, mask, s.gates);
        StepWeightGradient weights = new StepWeightGradient(workers, layout, chunks.length);
        workers.run(chunks.length, new WayBack(gates, inputs, product, weights, mask, dy, dInputSums, dx));
        weights.finish(chunks.length, s.gates, dw, du, dBias);
        if (wide) {
            MatmulShape weightShape = new MatmulShape(1, s.d, all, steps, true, false);
            gemm.multiply(weightShape, x, dInputSums, null, Activation.NONE, false, dw);
            if (dx != null) {
                MatmulShape shape = new MatmulShape(1, steps, s.d, all, false, true);
                gemm.multiply(shape, dInputSums, w, null, Activation.NONE, false, dx);
            }
        }
    }

    /** The way back through time; a task is that of the sequences of a chunk. */
    private final class WayBack implements Workers.Task {
        private final RecurrentGates gates;
        private final StepInputs inputs;
        private final StepProduct product;
        private final StepWeightGradient weights;
        private final float[] mask;
        private final float[] dy;
        private final float[] dInputSums;
        private final float[] dx;

        /**
         * Length of a row of the sums' gradients: one vector of zeros more, which fill up the depth of a product, and without which
         * all rows would want the same lines of the cache.
         */
        private final int dStride = layout.sums() + Lanes.COUNT;

        WayBack(
                RecurrentGates gates,
                StepInputs inputs,
                StepProduct product,
                StepWeightGradient weights,
                float[] mask,
                float[] dy,
                float[] dInputSums,
                float[] dx) {
            this.gates = gates;
            this.inputs = inputs;
            this.product = product;
            this.weights = weights;
            this.mask = mask;
            this.dy = dy;
            this.dInputSums = dInputSums;
            this.dx = dx;
        }

        @Override
        public void run(int i) {
            SequenceChunk chunk = chunks[i];
            int rows = chunk.rows();
            int block = SequenceChunk.evenly(s.t, BLOCK_STEPS);
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
            for (int begin = (s.t - 1) / block * block, end = s.t; begin >= 0; end = begin, begin -= block) {
                inputs.takeInputs(chunk, begin, end, in);
                inputs.takeStates(chunk, begin, end, in, 0);
                takeGradients(chunk, begin, end, dStates);
                scratch.see(gates.fetch(chunk, begin, end));
                for (int t = end - 1; t >= begin; t--) {
                    int at = (t - begin) * rows;
                    gates.backward(chunk, scratch, t, dStates, at * layout.width, dState, dSums, at * dStride, dStride);
                    step(chunk, t, dSums, at, dState, part);
                }
                weights.add(i, end == s.t, in, dSums, dStride, (end - begin) * rows);
            }
        }

        private void takeGradients(SequenceChunk chunk, int begin, int end, float[] dStates) {
            int rows = chunk.rows();
            for (int r = 0; r < rows; r++) {
                for (int t = begin; t < end; t++) {
                    int to = ((t - begin) * rows + r) * layout.width;
                    System.arraycopy(dy, chunk.row(t, r) * s.h, dStates, to, s.h);
                }
            }
        }

        /** From the gradients of the sums of step t, from row {@code at} on, to those of its input and of the state before it. */
        private void step(SequenceChunk chunk, int t, float[] dSums, int at, float[] dState, float[] part) {
            int rows = chunk.rows();
            int from = at * dStride;
            if (wide) {
                for (int r = 0; r < rows; r++) {
                    copyInputSums(dSums, at + r, chunk.row(t, r));
                }
            } else if (dx != null) {
                product.backToInput(dSums, from, dStride, rows, dx, chunk.row(t, 0) * s.d, s.t * s.d, part);
            }
            product.back(dSums, from, dStride, rows, mask, chunk.first() * s.gates * s.h, dState, part);
        }

        private void copyInputSums(float[] dSums, int from, int to) {
            for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
                int gate = layout.groups[group].input();
                if (gate >= 0) {
                    int at = from * dStride + group * layout.width;
                    System.arraycopy(dSums, at, dInputSums, (to * s.gates + gate) * s.h, s.h);
                }
            }
        }
    }
}
