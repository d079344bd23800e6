package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/** An LSTM over whole sequences: a {@link Recurrence} whose sums are the gates i, f, g and o. */
final class Lstm {
    private static final Group[] GROUPS = {new Group(0, 0), new Group(1, 1), new Group(2, 2), new Group(3, 3)};

    private final Workers workers;
    private final Gemm gemm;

    Lstm(Workers workers, Gemm gemm) {
        this.workers = workers;
        this.gemm = gemm;
    }

    /** As {@link org.timbrel.engine.backend.Backend#lstm}. */
    void forward(
            LstmShape s,
            float[] x,
            float[] w,
            float[] u,
            float[] b,
            float[] mask,
            float[] y,
            float[] gates,
            float[] cells) {
        Recurrence recurrence = recurrence(s, mask);
        LstmGates cell = workers.scratch().lstmGates;
        cell.set(recurrence.layout, gates, cells, y);
        recurrence.forward(x, w, u, b, mask, y, cell);
    }

    /** As {@link org.timbrel.engine.backend.Backend#lstmBackward}. */
    void backward(
            LstmShape s,
            float[] x,
            float[] w,
            float[] u,
            float[] mask,
            float[] y,
            float[] gates,
            float[] cells,
            float[] dy,
            float[] dx,
            float[] dw,
            float[] du,
            float[] db) {
        Recurrence recurrence = recurrence(s, mask);
        LstmGates cell = workers.scratch().lstmGates;
        cell.set(recurrence.layout, gates, cells, y);
        recurrence.backward(x, w, u, mask, y, cell, dy, dx, dw, du, db);
    }

    private Recurrence recurrence(LstmShape s, float[] mask) {
        return Recurrence.of(workers, gemm, s.n(), s.t(), s.d(), s.h(), 4, GROUPS, mask != null);
    }
}
