package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.MapOp;

/**
 * The elementwise part of one step of a GRU, for one sequence: gates (3h), memory (h) and state (h) at row n t + t of their
 * arrays. Hidden units that don't fill a vector are computed one by one, by the formula that stands below each loop.
 */
final class GruGates {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final int h;
    private final int whole;
    private final float[] zeros;

    GruGates(int h) {
        this.h = h;
        this.whole = Lanes.floor(h);
        this.zeros = new float[h];
    }

    /** From the sums of the input in {@code gates} and those of the state at {@code m} to r, z, n and h = n + z (h_previous - n). */
    void forward(float[] gates, float[] sums, int m, float[] memory, float[] y, int row, boolean hasPrevious) {
        int g = row * 3 * h;
        int at = row * h;
        System.arraycopy(sums, m + 2 * h, memory, at, h);
        add(gates, g, sums, m, 2 * h);
        Maps.apply(MapOp.SIGMOID, gates, g, gates, g, 2 * h);
        addProduct(gates, g + 2 * h, gates, g, memory, at);
        Maps.apply(MapOp.TANH, gates, g + 2 * h, gates, g + 2 * h, h);
        float[] previous = hasPrevious ? y : zeros;
        mix(gates, g, previous, hasPrevious ? at - h : 0, y, at);
    }

    /** a += b. */
    private static void add(float[] a, int aAt, float[] b, int bAt, int n) {
        int vectors = Lanes.floor(n);
        for (int j = 0; j < vectors; j += LANES) {
            load(a, aAt + j).add(load(b, bAt + j)).intoArray(a, aAt + j);
        }
        for (int j = vectors; j < n; j++) {
            a[aAt + j] += b[bAt + j];
        }
    }

    /** a += b c. */
    private void addProduct(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        for (int j = 0; j < whole; j += LANES) {
            load(b, bAt + j).fma(load(c, cAt + j), load(a, aAt + j)).intoArray(a, aAt + j);
        }
        for (int j = whole; j < h; j++) {
            a[aAt + j] += b[bAt + j] * c[cAt + j];
        }
    }

    private void mix(float[] gates, int g, float[] previous, int p, float[] y, int at) {
        for (int j = 0; j < whole; j += LANES) {
            FloatVector update = load(gates, g + h + j);
            FloatVector candidate = load(gates, g + 2 * h + j);
            update.fma(load(previous, p + j).sub(candidate), candidate).intoArray(y, at + j);
        }
        for (int j = whole; j < h; j++) {
            float candidate = gates[g + 2 * h + j];
            y[at + j] = candidate + gates[g + h + j] * (previous[p + j] - candidate);
        }
    }

    /**
     * From dy and the gradient that comes from the next step to da and dm, the gradients of the sums of input and state.
     *
     * @param state holds at {@code dh} the gradient of h by the next step; becomes the part that goes back through z
     */
    void backward(
            float[] gates,
            float[] memory,
            float[] y,
            float[] dy,
            float[] da,
            float[] dm,
            int row,
            boolean hasPrevious,
            float[] state,
            int dh) {
        int g = row * 3 * h;
        int at = row * h;
        float[] previous = hasPrevious ? y : zeros;
        int p = hasPrevious ? at - h : 0;
        backwardVectors(gates, memory, previous, p, dy, da, dm, g, at, state, dh);
        for (int j = whole; j < h; j++) {
            float reset = gates[g + j];
            float update = gates[g + h + j];
            float candidate = gates[g + 2 * h + j];
            float dState = dy[at + j] + state[dh + j];
            float dSum = dState * (1 - update) * (1 - candidate * candidate);
            da[g + j] = dSum * memory[at + j] * reset * (1 - reset);
            da[g + h + j] = dState * (previous[p + j] - candidate) * update * (1 - update);
            da[g + 2 * h + j] = dSum;
            dm[g + 2 * h + j] = dSum * reset;
            state[dh + j] = dState * update;
        }
        System.arraycopy(da, g, dm, g, 2 * h);
    }

    private void backwardVectors(
            float[] gates,
            float[] memory,
            float[] previous,
            int p,
            float[] dy,
            float[] da,
            float[] dm,
            int g,
            int at,
            float[] state,
            int dh) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector reset = load(gates, g + j);
            FloatVector update = load(gates, g + h + j);
            FloatVector candidate = load(gates, g + 2 * h + j);
            FloatVector dState = load(dy, at + j).add(load(state, dh + j));
            FloatVector dSum = dState.mul(one.sub(update)).mul(candidate.neg().fma(candidate, one));
            dSum.mul(load(memory, at + j)).mul(reset).mul(one.sub(reset)).intoArray(da, g + j);
            FloatVector dUpdate = dState.mul(load(previous, p + j).sub(candidate));
            dUpdate.mul(update).mul(one.sub(update)).intoArray(da, g + h + j);
            dSum.intoArray(da, g + 2 * h + j);
            dSum.mul(reset).intoArray(dm, g + 2 * h + j);
            dState.mul(update).intoArray(state, dh + j);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
