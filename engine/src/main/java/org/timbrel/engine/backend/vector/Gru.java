package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.MatmulShape;

/**
 * A GRU over whole sequences, cut as {@link Lstm} is. The sums of the state stand apart from those of the input, because
 * the reset gate multiplies a third of them; so do their gradients, which differ in that third alone.
 */
final class Gru {
    private final Workers workers;
    private final Gemm gemm;
    private final Reductions reductions;
    private final Recurrence recurrence;

    Gru(Workers workers, Gemm gemm, Reductions reductions) {
        this.workers = workers;
        this.gemm = gemm;
        this.reductions = reductions;
        this.recurrence = new Recurrence(workers, gemm);
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
        int h = s.h();
        int all = 3 * h;
        gemm.multiply(MatmulShape.plain(s.n() * s.t(), all, s.d()), x, w, b, Activation.NONE, false, gates);
        StateProduct product = new StateProduct(workers, u, h, 3, mask, false);
        recurrence.runChunks(s.n(), (first, rows) -> {
            Scratch scratch = workers.scratch();
            float[] sums = scratch.floats(Scratch.Use.RECURRENT_SUMS, rows * all);
            GruGates step = new GruGates(h);
            for (int t = 0; t < s.t(); t++) {
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(b, all, sums, r * all, all);
                }
                if (t > 0) {
                    int from = (first * s.t() + t - 1) * h;
                    product.addTo(sums, 0, all, y, from, s.t() * h, first, rows, scratch);
                }
                for (int r = 0; r < rows; r++) {
                    step.forward(gates, sums, r * all, memory, y, (first + r) * s.t() + t, t > 0);
                }
            }
        });
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
        int all = 3 * s.h();
        int steps = s.n() * s.t();
        float[] da = workers.scratch().floats(Scratch.Use.GATE_GRADIENT, steps * all);
        float[] dm = workers.scratch().floats(Scratch.Use.RECURRENT_GRADIENT, steps * all);
        sumGradients(s, u, mask, y, gates, memory, dy, da, dm);
        if (dx != null) {
            MatmulShape shape = new MatmulShape(1, steps, s.d(), all, false, true);
            gemm.multiply(shape, da, w, null, Activation.NONE, false, dx);
        }
        MatmulShape weights = new MatmulShape(1, s.d(), all, steps, true, false);
        gemm.multiply(weights, x, da, null, Activation.NONE, false, dw);
        recurrence.weightGradient(s.n(), s.t(), s.h(), 3, y, dm, mask, du);
        reductions.sumRows(dm, steps, all, db);
        System.arraycopy(db, 0, db, all, all);
        reductions.sumRows(da, steps, all, db);
    }

    /** The gradients of the sums of input and state, da and dm (n,t,3h). */
    private void sumGradients(
            GruShape s,
            float[] u,
            float[] mask,
            float[] y,
            float[] gates,
            float[] memory,
            float[] dy,
            float[] da,
            float[] dm) {
        int h = s.h();
        int all = 3 * h;
        StateProduct product = new StateProduct(workers, u, h, 3, mask, true);
        recurrence.runChunks(s.n(), (first, rows) -> {
            Scratch scratch = workers.scratch();
            float[] state = scratch.floats(Scratch.Use.STATE_GRADIENT, rows * h);
            Arrays.fill(state, 0, rows * h, 0);
            GruGates step = new GruGates(h);
            for (int t = s.t() - 1; t >= 0; t--) {
                for (int r = 0; r < rows; r++) {
                    int row = (first + r) * s.t() + t;
                    step.backward(gates, memory, y, dy, da, dm, row, t > 0, state, r * h);
                }
                if (t > 0) {
                    int from = (first * s.t() + t) * all;
                    product.back(dm, from, s.t() * all, first, rows, state, true, scratch);
                }
            }
        });
    }
}
