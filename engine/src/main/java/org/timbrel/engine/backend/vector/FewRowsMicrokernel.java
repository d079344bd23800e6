package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The microkernels of {@link RowMicrokernel} for one row and two, and for a single step of k. They take a right operand whose rows
 * lie at any distance, {@code bStep}, which the taller tiles don't.
 *
 * <p>These are the microkernels to read: the taller ones, which {@code MicrokernelGenerator} writes, are the same with a pair of
 * sums for each row more, and some steps of k in a turn. A sum that is a local variable stays in a register while the loop runs.
 */
final class FewRowsMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private FewRowsMicrokernel() {}

    static void rows2(
            float[] a,
            int a0,
            int aRow,
            float[] b,
            int b0,
            int bStep,
            float[] c,
            int c0,
            int cRow,
            int depth,
            boolean add) {
        int a1 = a0 + aRow;
        float[] from = add ? c : Tile.ZEROS;
        int f0 = add ? c0 : 0;
        int fRow = add ? cRow : 0;
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, f0 + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, f0 + fRow + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, b0 + k * bStep);
            FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + k * bStep + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        l1.intoArray(c, c0 + cRow);
        r1.intoArray(c, c0 + cRow + LANES);
    }

    static void rows1(
            float[] a,
            int a0,
            int aRow,
            float[] b,
            int b0,
            int bStep,
            float[] c,
            int c0,
            int cRow,
            int depth,
            boolean add) {
        float[] from = add ? c : Tile.ZEROS;
        int f0 = add ? c0 : 0;
        int fRow = add ? cRow : 0;
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, f0 + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, b0 + k * bStep);
            FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + k * bStep + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
    }

    /** One step of k for any number of rows, onto what is in c. */
    static void addStep(int rows, float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, b0);
        FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + LANES);
        for (int r = 0; r < rows; r++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + r * aRow]);
            int at = c0 + r * cRow;
            x.fma(left, FloatVector.fromArray(SPECIES, c, at)).intoArray(c, at);
            x.fma(right, FloatVector.fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
        }
    }
}
