package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid and tanh of gates that stand side by side, in one loop: sigmoid(x) = 1/2 + tanh(x/2) / 2, so each is
 * s tanh(s x) + 1 - s, with s = 1/2 for sigmoid and 1 for tanh.
 */
final class GateFunctions {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private GateFunctions() {}

    /** Sets the s of n units, 1 for those from {@code tanh} to {@code end} and 1/2 for all others. */
    static void setScales(float[] scales, int n, int tanh, int end) {
        Arrays.fill(scales, 0, n, 0.5f);
        Arrays.fill(scales, tanh, end, 1);
    }

    /**
     * y[to + j] = s tanh(s x[at + j]) + 1 - s, s = scales[j], for j below n, a whole number of tiles' columns.
     *
     * <p>{@link VectorMath#tanh} is written out for both vectors of a tile. That makes the method too large to be inlined,
     * which is wanted: in one method with the cell's own tanh, the compiler would keep the constants of both loops, more
     * than there are registers, and both would take twice as long.
     */
    static void apply(float[] x, int at, float[] scales, float[] y, int to, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int j = 0; j < n; j += 2 * LANES) {
            FloatVector scale0 = FloatVector.fromArray(SPECIES, scales, j);
            FloatVector scale1 = FloatVector.fromArray(SPECIES, scales, j + LANES);
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at + j).mul(scale0);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + j + LANES).mul(scale1);
            FloatVector s0 = x0.mul(x0);
            FloatVector s1 = x1.mul(x1);
            FloatVector p0 = s0.fma(
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_P12),
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_P10));
            FloatVector p1 = s1.fma(
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_P12),
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_P10));
            p0 = p0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_P8));
            p1 = p1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_P8));
            p0 = p0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_P6));
            p1 = p1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_P6));
            p0 = p0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_P4));
            p1 = p1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_P4));
            p0 = p0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_P2));
            p1 = p1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_P2));
            p0 = p0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_P0));
            p1 = p1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_P0));
            FloatVector q0 = s0.fma(
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_Q6),
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_Q4));
            FloatVector q1 = s1.fma(
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_Q6),
                    FloatVector.broadcast(SPECIES, VectorMath.TANH_Q4));
            q0 = q0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_Q2));
            q1 = q1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_Q2));
            q0 = q0.fma(s0, FloatVector.broadcast(SPECIES, VectorMath.TANH_Q0));
            q1 = q1.fma(s1, FloatVector.broadcast(SPECIES, VectorMath.TANH_Q0));
            FloatVector y0 = x0.mul(p0).div(q0);
            FloatVector y1 = x1.mul(p1).div(q1);
            y0 = y0.blend(VectorMath.TANH_AT_LARGEST, x0.compare(VectorOperators.GT, VectorMath.TANH_LARGEST));
            y1 = y1.blend(VectorMath.TANH_AT_LARGEST, x1.compare(VectorOperators.GT, VectorMath.TANH_LARGEST));
            y0 = y0.blend(-VectorMath.TANH_AT_LARGEST, x0.compare(VectorOperators.LT, -VectorMath.TANH_LARGEST));
            y1 = y1.blend(-VectorMath.TANH_AT_LARGEST, x1.compare(VectorOperators.LT, -VectorMath.TANH_LARGEST));
            y0.fma(scale0, one.sub(scale0)).intoArray(y, to + j);
            y1.fma(scale1, one.sub(scale1)).intoArray(y, to + j + LANES);
        }
    }
}
