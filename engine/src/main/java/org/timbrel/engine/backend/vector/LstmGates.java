package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementwise part of one step of an LSTM, for the sequences of a chunk. Sums and their gradients stand in groups i, f,
 * g, o that are filled up to whole vectors; gates (n,t,4h), cells and states (n,t,h) are not, so where h doesn't fill
 * vectors, and at the first step, a row goes through memory that does.
 */
final class LstmGates implements RecurrentGates {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final int h;
    private final int width;
    private final int rows;
    private final int steps;
    private final boolean whole;
    private final float[] gates;
    private final float[] cells;
    private final float[] y;
    private final float[] dy;
    private final float[] scales; // (4 width)
    private final float[] dCell; // (rows,width)
    private final float[] row; // gates, cell, last cell and state of one sequence, filled up

    /** @param dy null on the way forward */
    LstmGates(
            RecurrentLayout layout,
            Scratch scratch,
            int rows,
            int steps,
            float[] gates,
            float[] cells,
            float[] y,
            float[] dy) {
        this.h = layout.h;
        this.width = layout.width;
        this.rows = rows;
        this.steps = steps;
        this.whole = h == width;
        this.gates = gates;
        this.cells = cells;
        this.y = y;
        this.dy = dy;
        this.scales = GateFunctions.scales(scratch, 4 * width, 2 * width, 3 * width);
        this.dCell = scratch.floats(Scratch.Use.CELL, rows * width);
        this.row = scratch.floats(Scratch.Use.STEP_ROW, 8 * width);
        Arrays.fill(dCell, 0, rows * width, 0);
        Arrays.fill(row, 0, 8 * width, 0);
    }

    @Override
    public void takeSums(int first, float[] sums) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < 4; k++) {
                System.arraycopy(gates, ((first + r * steps) * 4 + k) * h, sums, (r * 4 + k) * width, h);
            }
        }
    }

    @Override
    public void forward(float[] sums, int first) {
        boolean hasPrevious = first % steps > 0;
        for (int r = 0; r < rows; r++) {
            int to = (first + r * steps) * h;
            int from = r * 4 * width;
            if (whole && hasPrevious) {
                GateFunctions.apply(sums, from, scales, gates, 4 * to, 4 * h);
                state(gates, 4 * to, cells, to - h, cells, to, y, to, h);
                continue;
            }
            GateFunctions.apply(sums, from, scales, row, 0, 4 * width);
            takePrevious(to, hasPrevious);
            state(row, 0, row, 5 * width, row, 4 * width, row, 6 * width, width);
            for (int k = 0; k < 4; k++) {
                System.arraycopy(row, k * width, gates, 4 * to + k * h, h);
            }
            System.arraycopy(row, 4 * width, cells, to, h);
            System.arraycopy(row, 6 * width, y, to, h);
        }
    }

    private void takePrevious(int at, boolean hasPrevious) {
        if (hasPrevious) {
            System.arraycopy(cells, at - h, row, 5 * width, h);
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
    public void backward(int first, float[] state, int dh, int stateStride, float[] dSums, int at, int dStride) {
        boolean hasPrevious = first % steps > 0;
        for (int r = 0; r < rows; r++) {
            int from = (first + r * steps) * h;
            int dState = dh + r * stateStride;
            int to = at + r * dStride;
            if (whole && hasPrevious) {
                backwardRow(
                        gates, 4 * from, cells, from, cells, from - h, dy, from, state, dState, dCell, r * width, dSums,
                        to, h);
            } else {
                takeRow(from, hasPrevious);
                int w = width;
                backwardRow(row, 0, row, 4 * w, row, 5 * w, row, 6 * w, state, dState, dCell, r * w, dSums, to, w);
            }
        }
    }

    private void takeRow(int from, boolean hasPrevious) {
        for (int k = 0; k < 4; k++) {
            System.arraycopy(gates, 4 * from + k * h, row, k * width, h);
        }
        System.arraycopy(cells, from, row, 4 * width, h);
        takePrevious(from, hasPrevious);
        System.arraycopy(dy, from, row, 6 * width, h);
    }

    private static void backwardRow(
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
