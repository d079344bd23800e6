package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The microkernels of {@link RowMicrokernel} for what is left over, six rows, four, two and one, and single steps. With 16 registers
 * four rows are the tallest tile.
 */
final class FewRowsMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    private FewRowsMicrokernel() {}

    static void rows6(
            float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        float[] from = add ? c : Tile.ZEROS;
        int f0 = add ? c0 : 0;
        int fRow = add ? cRow : 0;
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, f0 + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, f0 + fRow + LANES);
        FloatVector l2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow);
        FloatVector r2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow + LANES);
        FloatVector l3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow);
        FloatVector r3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow + LANES);
        FloatVector l4 = FloatVector.fromArray(SPECIES, from, f0 + 4 * fRow);
        FloatVector r4 = FloatVector.fromArray(SPECIES, from, f0 + 4 * fRow + LANES);
        FloatVector l5 = FloatVector.fromArray(SPECIES, from, f0 + 5 * fRow);
        FloatVector r5 = FloatVector.fromArray(SPECIES, from, f0 + 5 * fRow + LANES);
        int first = b0 & Lanes.INDEX;
        int end = (depth & Lanes.DEPTH) - 1;
        for (int k = 0; k < end; k += 2) {
            int p = first + k * PANEL;
            FloatVector left = FloatVector.fromArray(SPECIES, b, p);
            FloatVector right = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[a2 + k]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[a3 + k]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[a4 + k]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[a5 + k]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            left = FloatVector.fromArray(SPECIES, b, p + PANEL);
            right = FloatVector.fromArray(SPECIES, b, p + PANEL + LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[a1 + k + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[a2 + k + 1]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[a3 + k + 1]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[a4 + k + 1]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[a5 + k + 1]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        l1.intoArray(c, c0 + cRow);
        r1.intoArray(c, c0 + cRow + LANES);
        l2.intoArray(c, c0 + 2 * cRow);
        r2.intoArray(c, c0 + 2 * cRow + LANES);
        l3.intoArray(c, c0 + 3 * cRow);
        r3.intoArray(c, c0 + 3 * cRow + LANES);
        l4.intoArray(c, c0 + 4 * cRow);
        r4.intoArray(c, c0 + 4 * cRow + LANES);
        l5.intoArray(c, c0 + 5 * cRow);
        r5.intoArray(c, c0 + 5 * cRow + LANES);
    }

    static void rows4(
            float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        float[] from = add ? c : Tile.ZEROS;
        int f0 = add ? c0 : 0;
        int fRow = add ? cRow : 0;
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, f0 + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, f0 + fRow + LANES);
        FloatVector l2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow);
        FloatVector r2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow + LANES);
        FloatVector l3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow);
        FloatVector r3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow + LANES);
        int first = b0 & Lanes.INDEX;
        int end = (depth & Lanes.DEPTH) - 1;
        for (int k = 0; k < end; k += 2) {
            int p = first + k * PANEL;
            FloatVector left = FloatVector.fromArray(SPECIES, b, p);
            FloatVector right = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[a2 + k]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[a3 + k]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            left = FloatVector.fromArray(SPECIES, b, p + PANEL);
            right = FloatVector.fromArray(SPECIES, b, p + PANEL + LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[a1 + k + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[a2 + k + 1]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[a3 + k + 1]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        l1.intoArray(c, c0 + cRow);
        r1.intoArray(c, c0 + cRow + LANES);
        l2.intoArray(c, c0 + 2 * cRow);
        r2.intoArray(c, c0 + 2 * cRow + LANES);
        l3.intoArray(c, c0 + 3 * cRow);
        r3.intoArray(c, c0 + 3 * cRow + LANES);
    }

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
