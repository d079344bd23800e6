package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementwise part of an LSTM. Sums and their gradients stand in groups i, f, g, o that are filled up to whole vectors;
 * gates, cells and states are not, so where h doesn't fill vectors, and at the first step, a row goes through memory that
 * does.
 */
final class LstmGates implements RecurrentGates {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private int h;
    private int width;
    private boolean whole;
    private float[] gates;
    private float[] cells;
    private float[] y;

    /**
     * @param gates memory for n t 4 h gates, kept for the way back
     * @param cells memory for n t h cells, kept for the way back
     * @param y (n,t,h)
     */
    void set(RecurrentLayout layout, float[] gates, float[] cells, float[] y) {
        this.h = layout.h;
        this.width = layout.width;
        this.whole = h == width;
        this.gates = gates;
        this.cells = cells;
        this.y = y;
    }

    @Override
    public void begin(SequenceChunk chunk, Scratch scratch) {
        GateFunctions.setScales(scales(scratch), 4 * width, 2 * width, 3 * width);
        Arrays.fill(dCell(chunk, scratch), 0, chunk.rows() * width, 0);
        Arrays.fill(row(scratch), 0, 8 * width, 0);
    }

    private float[] scales(Scratch scratch) {
        return scratch.floats(Scratch.Use.GATE_SCALES, 4 * width);
    }

    /** The gradient of the cells, (rows,width). */
    private float[] dCell(SequenceChunk chunk, Scratch scratch) {
        return scratch.floats(Scratch.Use.CELL, chunk.rows() * width);
    }

    /** Gates, cell, last cell and state of one sequence, filled up. */
    private float[] row(Scratch scratch) {
        return scratch.floats(Scratch.Use.STEP_ROW, 8 * width);
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
            GateFunctions.apply(sums, r * 4 * h, scales, gates, chunk.kept(t, r) * 4 * h, 4 * h);
        }
        for (int r = 0; r < chunk.rows(); r++) {
            int c = chunk.kept(t, r) * h;
            state(gates, 4 * c, cells, c - chunk.rows() * h, cells, c, y, chunk.row(t, r) * h, h);
        }
    }

    private void forwardFilled(SequenceChunk chunk, float[] sums, float[] scales, float[] row, int t, int r) {
        int c = chunk.kept(t, r) * h;
        GateFunctions.apply(sums, r * 4 * width, scales, row, 0, 4 * width);
        takePrevious(t, c - chunk.rows() * h, row);
        state(row, 0, row, 5 * width, row, 4 * width, row, 6 * width, width);
        for (int k = 0; k < 4; k++) {
            System.arraycopy(row, k * width, gates, 4 * c + k * h, h);
        }
        System.arraycopy(row, 4 * width, cells, c, h);
        System.arraycopy(row, 6 * width, y, chunk.row(t, r) * h, h);
    }

    private void takePrevious(int t, int before, float[] row) {
        if (t > 0) {
            System.arraycopy(cells, before, row, 5 * width, h);
        } else {
            Arrays.fill(row, 5 * width, 6 * width, 0);
        }
    }

    /** c = f c_previous + i g, and h = o tanh c. */
    private static void state(
            float[] gates, int g, float[] previous, int p, float[] cells, int c, float[] y, int to, int n) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector in = load(gates, g + j);
            FloatVector forget = load(gates, g + n + j);
            FloatVector candidate = load(gates, g + 2 * n + j);
            FloatVector out = load(gates, g + 3 * n + j);
            FloatVector cell = in.fma(candidate, forget.mul(load(previous, p + j)));
            cell.intoArray(cells, c + j);
            out.mul(VectorMath.tanh(cell)).intoArray(y, to + j);
        }
    }

    @Override
    public int fetch(SequenceChunk chunk, int begin, int end) {
        return chunk.touch(gates, 4 * h, begin, end) | chunk.touch(cells, h, begin, end);
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
        float[] dCell = dCell(chunk, scratch);
        float[] row = row(scratch);
        for (int r = 0; r < chunk.rows(); r++) {
            int c = chunk.kept(t, r) * h;
            int w = width;
            int own = r * w;
            int to = at + r * dStride;
            int out = d + own;
            if (whole && t > 0) {
                gradients(
                        gates,
                        4 * c,
                        cells,
                        c,
                        cells,
                        c - chunk.rows() * h,
                        dy,
                        out,
                        state,
                        own,
                        dCell,
                        own,
                        dSums,
                        to,
                        h);
            } else {
                takeRow(chunk, t, c, row);
                gradients(row, 0, row, 4 * w, row, 5 * w, dy, out, state, own, dCell, own, dSums, to, w);
            }
        }
    }

    private void takeRow(SequenceChunk chunk, int t, int c, float[] row) {
        for (int k = 0; k < 4; k++) {
            System.arraycopy(gates, 4 * c + k * h, row, k * width, h);
        }
        System.arraycopy(cells, c, row, 4 * width, h);
        takePrevious(t, c - chunk.rows() * h, row);
    }

    private static void gradients(
            float[] gates,
            int g,
            float[] cells,
            int c,
            float[] previous,
            int p,
            float[] dy,
            int y,
            float[] state,
            int dh,
            float[] dCells,
            int dc,
            float[] dSums,
            int to,
            int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int j = 0; j < n; j += LANES) {
            FloatVector in = load(gates, g + j);
            FloatVector forget = load(gates, g + n + j);
            FloatVector candidate = load(gates, g + 2 * n + j);
            FloatVector out = load(gates, g + 3 * n + j);
            FloatVector tanhCell = VectorMath.tanh(load(cells, c + j));
            FloatVector dState = load(dy, y + j).add(load(state, dh + j));
            FloatVector dOut = dState.mul(tanhCell);
            FloatVector dTanh = dState.mul(out);
            FloatVector dCell = dTanh.fma(tanhCell.neg().fma(tanhCell, one), load(dCells, dc + j));
            dCell.mul(candidate).mul(in).mul(one.sub(in)).intoArray(dSums, to + j);
            dCell.mul(load(previous, p + j)).mul(forget).mul(one.sub(forget)).intoArray(dSums, to + n + j);
            dCell.mul(in).mul(candidate.neg().fma(candidate, one)).intoArray(dSums, to + 2 * n + j);
            dOut.mul(out).mul(one.sub(out)).intoArray(dSums, to + 3 * n + j);
            dCell.mul(forget).intoArray(dCells, dc + j);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
