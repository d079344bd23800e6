package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The microkernel of {@link RowMicrokernel} for eight rows, with three steps of k at a time: for the products of recurrent layers,
 * whose chunks have eight sequences at the most and whose depth is filled up to a multiple of three
 * ({@link RecurrentLayout#whole}). Elsewhere what is left over would cost what is gained, and each kernel more is one more to
 * compile before the first step of training is done.
 *
 * <p>With four steps the compilers keep sums in memory; that of JDK 17 does with three, unless the step of b is constant.
 */
final class LongRowMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    private LongRowMicrokernel() {}

    /** As {@link RowMicrokernel#multiply} for a panel; by two steps at a time where rows are not eight or three steps don't fit. */
    static void multiply(
            int rows,
            float[] a,
            int a0,
            int aRow,
            float[] b,
            int b0,
            float[] c,
            int c0,
            int cRow,
            int depth,
            boolean add) {
        if (rows == 8 && depth % 3 == 0) {
            rows8(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
        } else {
            RowMicrokernel.multiply(rows, a, a0, aRow, b, b0, PANEL, c, c0, cRow, depth, add);
        }
    }

    private static void rows8(
            float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
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
        FloatVector l6 = FloatVector.fromArray(SPECIES, from, f0 + 6 * fRow);
        FloatVector r6 = FloatVector.fromArray(SPECIES, from, f0 + 6 * fRow + LANES);
        FloatVector l7 = FloatVector.fromArray(SPECIES, from, f0 + 7 * fRow);
        FloatVector r7 = FloatVector.fromArray(SPECIES, from, f0 + 7 * fRow + LANES);
        int first = b0 & Lanes.INDEX;
        int end = (depth & Lanes.DEPTH) - 2;
        for (int k = 0; k < end; k += 3) {
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
            x = FloatVector.broadcast(SPECIES, a[a6 + k]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[a7 + k]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
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
            x = FloatVector.broadcast(SPECIES, a[a6 + k + 1]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[a7 + k + 1]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            left = FloatVector.fromArray(SPECIES, b, p + 2 * PANEL);
            right = FloatVector.fromArray(SPECIES, b, p + 2 * PANEL + LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 2]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[a1 + k + 2]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[a2 + k + 2]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[a3 + k + 2]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[a4 + k + 2]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[a5 + k + 2]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[a6 + k + 2]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[a7 + k + 2]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
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
        l6.intoArray(c, c0 + 6 * cRow);
        r6.intoArray(c, c0 + 6 * cRow + LANES);
        l7.intoArray(c, c0 + 7 * cRow);
        r7.intoArray(c, c0 + 7 * cRow + LANES);
    }
}
