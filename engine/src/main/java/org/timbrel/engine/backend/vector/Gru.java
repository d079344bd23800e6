package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/**
 * A GRU over whole sequences: a {@link Recurrence} whose sums are the state's share of n, the gates r and z, and the input's
 * share of n; the reset gate multiplies the first before it joins the last. So what has a state stands side by side, and
 * so does what has an input.
 */
final class Gru {
    private static final Group[] GROUPS = {new Group(-1, 2), new Group(0, 0), new Group(1, 1), new Group(2, -1)};

    private final Workers workers;
    private final Gemm gemm;

    Gru(Workers workers, Gemm gemm) {
        this.workers = workers;
        this.gemm = gemm;
    }

    /** As {@link org.timbrel.engine.backend.Backend#gru}. */
    void forward(
            GruShape s,
            float[] x,
            float[] w,
            float[] u,
            float[] b,
            float[] mask,
            float[] y,
            float[] gates,
            float[] memory) {
        Recurrence recurrence = recurrence(s, mask);
        GruGates cell = workers.scratch().gruGates;
        cell.set(recurrence.layout, gates, memory, y);
        recurrence.forward(x, w, u, biasOfGroups(b, s.h()), mask, y, cell);
    }

    /** As {@link org.timbrel.engine.backend.Backend#gruBackward}. */
    void backward(
            GruShape s,
            float[] x,
            float[] w,
            float[] u,
            float[] mask,
            float[] y,
            float[] gates,
            float[] memory,
            float[] dy,
            float[] dx,
            float[] dw,
            float[] du,
            float[] db) {
        int h = s.h();
        Recurrence recurrence = recurrence(s, mask);
        GruGates cell = workers.scratch().gruGates;
        cell.set(recurrence.layout, gates, memory, y);
        float[] groups = workers.scratch().floats(Scratch.Use.BIAS, 4 * h);
        recurrence.backward(x, w, u, mask, y, cell, dy, dx, dw, du, groups);
        System.arraycopy(groups, h, db, 0, 3 * h);
        System.arraycopy(groups, h, db, 3 * h, 2 * h);
        System.arraycopy(groups, 0, db, 5 * h, h);
    }

    private Recurrence recurrence(GruShape s, float[] mask) {
        return Recurrence.of(workers, gemm, s.n(), s.t(), s.d(), s.h(), 3, GROUPS, mask != null);
    }

    /** From b (2,3h) to a row a group: r and z have both biases, the shares of n one each. */
    private float[] biasOfGroups(float[] b, int h) {
        float[] bias = workers.scratch().floats(Scratch.Use.BIAS, 4 * h);
        System.arraycopy(b, 5 * h, bias, 0, h);
        for (int j = 0; j < 2 * h; j++) {
            bias[h + j] = b[j] + b[3 * h + j];
        }
        System.arraycopy(b, 2 * h, bias, 3 * h, h);
        return bias;
    }
}
