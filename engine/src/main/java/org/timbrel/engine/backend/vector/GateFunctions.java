package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid and tanh of gates that stand side by side, in one loop: sigmoid(x) = 1/2 + tanh(x/2) / 2, so each is
 * s tanh(s x) + 1 - s, with s = 1/2 for sigmoid and 1 for tanh.
 */
final class GateFunctions {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private GateFunctions() {}

    /** The s of n units, 1 for those from {@code tanh} to {@code end} and 1/2 for all others. */
    static float[] scales(Scratch scratch, int n, int tanh, int end) {
        float[] scales = scratch.floats(Scratch.Use.GATE_SCALES, n);
        Arrays.fill(scales, 0, n, 0.5f);
        Arrays.fill(scales, tanh, end, 1);
        return scales;
    }

    /** y[to + j] = s tanh(s x[at + j]) + 1 - s, s = scales[j], for j below n, a whole number of vectors. */
    static void apply(float[] x, int at, float[] scales, float[] y, int to, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int j = 0; j < n; j += LANES) {
            FloatVector scale = FloatVector.fromArray(SPECIES, scales, j);
            FloatVector tanh =
                    VectorMath.tanh(FloatVector.fromArray(SPECIES, x, at + j).mul(scale));
            tanh.fma(scale, one.sub(scale)).intoArray(y, to + j);
        }
    }
}
