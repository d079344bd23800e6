package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.MapOp;

/**
 * The elementwise part of one step of an LSTM, for one sequence: gates (4h), cell (h) and state (h) at row n t + t of
 * their arrays. Hidden units that don't fill a vector go through short arrays that are filled up.
 */
final class LstmGates {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final int h;
    private final int whole;
    private final int rest;
    private final float[] lastGates = new float[4 * LANES];
    private final float[] lastCell = new float[LANES];
    private final float[] lastPrevious = new float[LANES];
    private final float[] lastOut = new float[LANES];
    private final float[] lastDz = new float[4 * LANES];
    private final float[] lastState = new float[2 * LANES];
    private final float[] zeros;

    LstmGates(int h) {
        this.h = h;
        this.whole = Lanes.floor(h);
        this.rest = h - whole;
        this.zeros = new float[h];
    }

    /** From the sums in {@code gates} to the gates, c = f c_previous + i g, and h = o tanh c. */
    void forward(float[] gates, float[] cells, float[] y, int row, boolean hasPrevious) {
        int g = row * 4 * h;
        int c = row * h;
        Maps.apply(MapOp.SIGMOID, gates, g, gates, g, 2 * h);
        Maps.apply(MapOp.TANH, gates, g + 2 * h, gates, g + 2 * h, h);
        Maps.apply(MapOp.SIGMOID, gates, g + 3 * h, gates, g + 3 * h, h);
        float[] previous = hasPrevious ? cells : zeros;
        int p = hasPrevious ? c - h : 0;
        forwardVectors(gates, g, h, previous, p, cells, c, y, c, whole);
        if (rest > 0) {
            takeGates(gates, g);
            System.arraycopy(previous, p + whole, lastPrevious, 0, rest);
            forwardVectors(lastGates, 0, LANES, lastPrevious, 0, lastCell, 0, lastOut, 0, LANES);
            System.arraycopy(lastCell, 0, cells, c + whole, rest);
            System.arraycopy(lastOut, 0, y, c + whole, rest);
        }
    }

    private static void forwardVectors(
            float[] gates, int g, int h, float[] previous, int p, float[] cells, int c, float[] y, int to, int n) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector in = load(gates, g + j);
            FloatVector forget = load(gates, g + h + j);
            FloatVector candidate = load(gates, g + 2 * h + j);
            FloatVector out = load(gates, g + 3 * h + j);
            FloatVector cell = in.fma(candidate, forget.mul(load(previous, p + j)));
            cell.intoArray(cells, c + j);
            out.mul(VectorMath.tanh(cell)).intoArray(y, to + j);
        }
    }

    /**
     * From dy and the gradients that come from the next step to dz, the gradient of the sums.
     *
     * @param state holds at {@code dh} the gradient of h by the next step, read, and at {@code dc} that of c, updated
     */
    void backward(
            float[] gates,
            float[] cells,
            float[] dy,
            float[] dz,
            int row,
            boolean hasPrevious,
            float[] state,
            int dh,
            int dc) {
        int g = row * 4 * h;
        int c = row * h;
        float[] previous = hasPrevious ? cells : zeros;
        int p = hasPrevious ? c - h : 0;
        backwardVectors(gates, g, h, cells, c, previous, p, dy, c, dz, g, state, dh, dc, whole);
        if (rest > 0) {
            takeGates(gates, g);
            System.arraycopy(cells, c + whole, lastCell, 0, rest);
            System.arraycopy(previous, p + whole, lastPrevious, 0, rest);
            System.arraycopy(dy, c + whole, lastOut, 0, rest);
            System.arraycopy(state, dh + whole, lastState, 0, rest);
            System.arraycopy(state, dc + whole, lastState, LANES, rest);
            backwardVectors(
                    lastGates,
                    0,
                    LANES,
                    lastCell,
                    0,
                    lastPrevious,
                    0,
                    lastOut,
                    0,
                    lastDz,
                    0,
                    lastState,
                    0,
                    LANES,
                    LANES);
            for (int k = 0; k < 4; k++) {
                System.arraycopy(lastDz, k * LANES, dz, g + k * h + whole, rest);
            }
            System.arraycopy(lastState, LANES, state, dc + whole, rest);
        }
    }

    private static void backwardVectors(
            float[] gates,
            int g,
            int h,
            float[] cells,
            int c,
            float[] previous,
            int p,
            float[] dy,
            int y,
            float[] dz,
            int z,
            float[] state,
            int dh,
            int dc,
            int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int j = 0; j < n; j += LANES) {
            FloatVector in = load(gates, g + j);
            FloatVector forget = load(gates, g + h + j);
            FloatVector candidate = load(gates, g + 2 * h + j);
            FloatVector out = load(gates, g + 3 * h + j);
            FloatVector tanhCell = VectorMath.tanh(load(cells, c + j));
            FloatVector dState = load(dy, y + j).add(load(state, dh + j));
            FloatVector dOut = dState.mul(tanhCell);
            FloatVector dTanh = dState.mul(out);
            FloatVector dCell = dTanh.fma(tanhCell.neg().fma(tanhCell, one), load(state, dc + j));
            dCell.mul(candidate).mul(in).mul(one.sub(in)).intoArray(dz, z + j);
            dCell.mul(load(previous, p + j)).mul(forget).mul(one.sub(forget)).intoArray(dz, z + h + j);
            dCell.mul(in).mul(candidate.neg().fma(candidate, one)).intoArray(dz, z + 2 * h + j);
            dOut.mul(out).mul(one.sub(out)).intoArray(dz, z + 3 * h + j);
            dCell.mul(forget).intoArray(state, dc + j);
        }
    }

    private void takeGates(float[] gates, int g) {
        for (int k = 0; k < 4; k++) {
            System.arraycopy(gates, g + k * h + whole, lastGates, k * LANES, rest);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
