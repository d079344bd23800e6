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
 * packed recurrent weights and the gates right after it, while they are in cache. Sequences are independent, so the
 * batch is cut into chunks of a few rows, and threads need not wait for each other until the sequence ends.
 */
final class Lstm {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Sequences of a chunk: a tile of the microkernel. */
    private static final int CHUNK = 8;

    private final Workers workers;
    private final Gemm gemm;
    private final Reductions reductions;

    Lstm(Workers workers, Gemm gemm, Reductions reductions) {
        this.workers = workers;
        this.gemm = gemm;
        this.reductions = reductions;
    }

    /** As {@link org.timbrel.engine.backend.Backend#lstm}. */
    void forward(LstmShape s, float[] x, float[] w, float[] u, float[] b, float[] y, float[] gates, float[] cells) {
        int all = 4 * s.h();
        gemm.multiply(MatmulShape.plain(s.n() * s.t(), all, s.d()), x, w, b, Activation.NONE, false, gates);
        float[] packed = pack(new Matrix(u, 0, all, false), s.h(), all);
        runChunks(s, (first, rows) -> {
            Tile tile = new Tile(workers.scratch());
            LstmGates step = new LstmGates(s.h());
            for (int t = 0; t < s.t(); t++) {
                if (t > 0) {
                    int from = (first * s.t() + t - 1) * s.h();
                    int to = (first * s.t() + t) * all;
                    multiply(y, from, s.t() * s.h(), s.h(), packed, all, rows, gates, to, s.t() * all, true, tile);
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
        gateGradients(s, u, gates, cells, dy, dz);
        if (dx != null) {
            MatmulShape shape = new MatmulShape(1, steps, s.d(), all, false, true);
            gemm.multiply(shape, dz, w, null, Activation.NONE, false, dx);
        }
        MatmulShape weights = new MatmulShape(1, s.d(), all, steps, true, false);
        gemm.multiply(weights, x, dz, null, Activation.NONE, false, dw);
        MatmulShape recurrent = new MatmulShape(1, s.h(), all, steps, true, false);
        gemm.multiply(recurrent, previousStates(s, y), dz, null, Activation.NONE, false, du);
        reductions.sumRows(dz, steps, all, db);
    }

    /** The gradient of the gates before their sigmoid or tanh, (n,t,4h). */
    private void gateGradients(LstmShape s, float[] u, float[] gates, float[] cells, float[] dy, float[] dz) {
        int h = s.h();
        int all = 4 * h;
        float[] packed = pack(new Matrix(u, 0, all, true), all, h);
        runChunks(s, (first, rows) -> {
            Scratch scratch = workers.scratch();
            float[] state = scratch.floats(Scratch.Use.STATE_GRADIENT, 2 * rows * h);
            Arrays.fill(state, 0, 2 * rows * h, 0);
            Tile tile = new Tile(scratch);
            LstmGates step = new LstmGates(h);
            for (int t = s.t() - 1; t >= 0; t--) {
                for (int r = 0; r < rows; r++) {
                    int row = (first + r) * s.t() + t;
                    step.backward(gates, cells, dy, dz, row, t > 0, state, r * h, (rows + r) * h);
                }
                if (t > 0) {
                    int from = (first * s.t() + t) * all;
                    multiply(dz, from, s.t() * all, all, packed, h, rows, state, 0, h, false, tile);
                }
            }
        });
    }

    /** h_{t-1} for each t, zero at the first. */
    private float[] previousStates(LstmShape s, float[] y) {
        int size = s.t() * s.h();
        float[] previous = workers.scratch().floats(Scratch.Use.SHIFTED_STATE, s.n() * size);
        for (int i = 0; i < s.n(); i++) {
            Arrays.fill(previous, i * size, i * size + s.h(), 0);
            System.arraycopy(y, i * size, previous, i * size + s.h(), size - s.h());
        }
        return previous;
    }

    private float[] pack(Matrix weights, int depth, int columns) {
        int panels = (columns + PANEL - 1) / PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, panels * depth * PANEL);
        for (int j = 0; j < columns; j += PANEL) {
            Panels.packColumns(weights, j, Math.min(PANEL, columns - j), 0, depth, PANEL, packed, j * depth);
        }
        return packed;
    }

    /** c (+)= a times packed weights, for the rows of a chunk. */
    private static void multiply(
            float[] a,
            int aAt,
            int aRow,
            int depth,
            float[] packed,
            int columns,
            int rows,
            float[] c,
            int cAt,
            int cRow,
            boolean add,
            Tile tile) {
        for (int j = 0; j < columns; j += PANEL) {
            boolean whole = columns - j >= PANEL;
            for (int r = 0, step; r < rows; r += step) {
                step = RowMicrokernel.nextRows(rows - r);
                int from = aAt + r * aRow;
                int to = cAt + r * cRow + j;
                if (whole) {
                    RowMicrokernel.multiply(step, a, from, aRow, packed, j * depth, PANEL, c, to, cRow, depth, add);
                } else {
                    RowMicrokernel.multiply(
                            step, a, from, aRow, packed, j * depth, PANEL, tile.data, 0, PANEL, depth, false);
                    tile.store(c, to, cRow, step, columns - j, add);
                }
            }
        }
    }

    private void runChunks(LstmShape s, RowTask task) {
        int chunks = (s.n() + CHUNK - 1) / CHUNK;
        int even = (s.n() + chunks - 1) / chunks;
        workers.run(chunks, i -> task.run(i * even, Math.min(even, s.n() - i * even)));
    }
}
