package org.timbrel.engine.backend.vector;

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
 *
 * <p>A recurrence is kept for the next step of training, so it holds what follows from the shape alone. The arrays of a call are
 * held by {@link WayForward} and {@link WayBack}, of which a thread has one each.
 */
final class Recurrence {
    /** Steps whose gradients stay in the second-level cache until they go into the weights' gradient. */
    private static final int BLOCK_STEPS = 16;

    /** Weights of a step, in floats, that stay in the second-level cache. */
    private static final int STEP_WEIGHTS = 1 << 18;

    final Shape s;
    final RecurrentLayout layout;
    final SequenceChunk[] chunks;

    /** Steps of a block, which is gathered at once. */
    final int blockSteps;

    private final Workers workers;
    private final Gemm gemm;
    private final boolean wide;

    // of the products that wide inputs have
    private final MatmulShape inputProduct;
    private final MatmulShape weightGradient;
    private final MatmulShape inputGradient;

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
        this.blockSteps = SequenceChunk.evenly(s.t, BLOCK_STEPS);
        this.inputProduct = MatmulShape.plain(s.n * s.t, s.gates * s.h, s.d);
        this.weightGradient = new MatmulShape(1, s.d, s.gates * s.h, s.n * s.t, true, false);
        this.inputGradient = new MatmulShape(1, s.n * s.t, s.d, s.gates * s.h, false, true);
    }

    /**
     * @param bias (4,h), a row a group
     * @param y (n,t,h), written by the gates
     */
    void forward(float[] x, float[] w, float[] u, float[] bias, float[] mask, float[] y, RecurrentGates gates) {
        float[] inputSums = inputSums();
        if (wide) {
            gemm.multiply(inputProduct, x, w, null, Activation.NONE, false, inputSums);
        }
        workers.scratch().wayForward.run(workers, this, x, w, u, bias, mask, y, gates, inputSums);
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
        float[] dInputSums = inputSums();
        workers.scratch().wayBack.run(workers, this, x, w, u, mask, y, gates, dy, dInputSums, dx, dw, du, dBias);
        if (wide) {
            gemm.multiply(weightGradient, x, dInputSums, null, Activation.NONE, false, dw);
            if (dx != null) {
                gemm.multiply(inputGradient, dInputSums, w, null, Activation.NONE, false, dx);
            }
        }
    }

    /** Memory for a wide input's share of the sums (n,t,gates h), or for its gradient; null where each step multiplies its own. */
    private float[] inputSums() {
        return wide ? workers.scratch().floats(Scratch.Use.GATE_GRADIENT, s.n * s.t * s.gates * s.h) : null;
    }
}
