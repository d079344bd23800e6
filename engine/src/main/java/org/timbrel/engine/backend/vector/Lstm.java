package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MatmulShape;

/**
 * An LSTM over whole sequences.
 *
 * <p>What does not depend on the state is one large product before or after the sequence: the projection of the input,
 * and in the backward pass the gradients of input, weights and bias. Within the sequence each step is a small product by
 * packed recurrent weights and the gates right after it, while they are in cache; {@link Recurrence} cuts the batch into
 * chunks.
 */
final class Lstm {
    private final Workers workers;
    private final Gemm gemm;
    private final Reductions reductions;
    private final Recurrence recurrence;

    Lstm(Workers workers, Gemm gemm, Reductions reductions) {
        this.workers = workers;
        this.gemm = gemm;
        this.reductions = reductions;
        this.recurrence = new Recurrence(workers, gemm);
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
        int all = 4 * s.h();
        gemm.multiply(MatmulShape.plain(s.n() * s.t(), all, s.d()), x, w, b, Activation.NONE, false, gates);
        StateProduct product = new StateProduct(workers, u, s.h(), 4, mask, false);
        recurrence.runChunks(s.n(), (first, rows) -> {
            LstmGates step = new LstmGates(s.h());
            for (int t = 0; t < s.t(); t++) {
                if (t > 0) {
                    int from = (first * s.t() + t - 1) * s.h();
                    int to = (first * s.t() + t) * all;
                    product.addTo(gates, to, s.t() * all, y, from, s.t() * s.h(), first, rows, workers.scratch());
                }
                for (int r = first; r < first + rows; r++) {
                    step.forward(gates, cells, y, r * s.t() + t, t > 0);
                }
            }
        });
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
        int all = 4 * s.h();
        int steps = s.n() * s.t();
        float[] dz = workers.scratch().floats(Scratch.Use.GATE_GRADIENT, steps * all);
        gateGradients(s, u, mask, gates, cells, dy, dz);
        if (dx != null) {
            MatmulShape shape = new MatmulShape(1, steps, s.d(), all, false, true);
            gemm.multiply(shape, dz, w, null, Activation.NONE, false, dx);
        }
        MatmulShape weights = new MatmulShape(1, s.d(), all, steps, true, false);
        gemm.multiply(weights, x, dz, null, Activation.NONE, false, dw);
        recurrence.weightGradient(s.n(), s.t(), s.h(), 4, y, dz, mask, du);
        reductions.sumRows(dz, steps, all, db);
    }

    /** The gradient of the gates before their sigmoid or tanh, (n,t,4h). */
    private void gateGradients(
            LstmShape s, float[] u, float[] mask, float[] gates, float[] cells, float[] dy, float[] dz) {
        int h = s.h();
        int all = 4 * h;
        StateProduct product = new StateProduct(workers, u, h, 4, mask, true);
        recurrence.runChunks(s.n(), (first, rows) -> {
            Scratch scratch = workers.scratch();
            float[] state = scratch.floats(Scratch.Use.STATE_GRADIENT, 2 * rows * h);
            Arrays.fill(state, 0, 2 * rows * h, 0);
            LstmGates step = new LstmGates(h);
            for (int t = s.t() - 1; t >= 0; t--) {
                for (int r = 0; r < rows; r++) {
                    int row = (first + r) * s.t() + t;
                    step.backward(gates, cells, dy, dz, row, t > 0, state, r * h, (rows + r) * h);
                }
                if (t > 0) {
                    int from = (first * s.t() + t) * all;
                    product.back(dz, from, s.t() * all, first, rows, state, false, scratch);
                }
            }
        });
    }
}
