package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Microkernels whose left operand lies column by column: C[r, j] (+)= sum over k of a[a0 + k aStep + r] b[b0 + k bStep + j],
 * for a tile of rows and two vectors of columns.
 *
 * <p>That is a transposed matrix (aStep = its row length), and the gradient of a convolution's weights (aStep = distance between
 * neighbouring patches); for packed panels there is {@link PanelMicrokernel}. One address serves all rows, so with 32 registers
 * two more rows fit than in {@link RowMicrokernel}, twelve; with 16 it is four, as there, and two steps of k at a time.
 *
 * <p>Each method has exactly one loop, because JDK 17 loses the registers otherwise. It goes on from what is in C, or from zeros
 * in memory if that does not count: two ways of beginning or ending would make the methods too large for the quick compiler,
 * and then they may stay in the interpreter for good. A caller with fewer rows lets the kernel read on and throws the
 * surplus rows away.
 */
final class ColumnMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    /** Rows of the tile on this machine. */
    static final int ROWS = Lanes.MANY_REGISTERS ? 12 : 4;

    private ColumnMicrokernel() {}

    /**
     * Rows of the kernel to use next when {@code left} rows are to be done: eight where that leaves nothing over, else as
     * many as there are in a tile, of which the last ones may not count.
     */
    static int nextRows(int left) {
        return ROWS == 12 && left % 12 != 0 && left % 8 == 0 ? 8 : ROWS;
    }

    /** The kernel with the given number of rows, as {@link #nextRows} says. */
    static void multiply(
            int rows,
            float[] a,
            int a0,
            int aStep,
            float[] b,
            int b0,
            int bStep,
            float[] c,
            int c0,
            int cRow,
            int depth,
            boolean add) {
        if (rows == 8) {
            rows8(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
        } else {
            multiply(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
        }
    }

    /** One tile of {@link #ROWS} rows. */
    static void multiply(
            float[] a,
            int a0,
            int aStep,
            float[] b,
            int b0,
            int bStep,
            float[] c,
            int c0,
            int cRow,
            int depth,
            boolean add) {
        if (ROWS == 12) {
            rows12(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
        } else {
            rows4(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
            if (depth % 2 != 0) {
                int k = depth - 1;
                FewRowsMicrokernel.addStep(ROWS, a, a0 + k * aStep, 1, b, b0 + k * bStep, c, c0, cRow);
            }
        }
    }

    private static void rows12(
            float[] a,
            int a0,
            int aStep,
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
        FloatVector l8 = FloatVector.fromArray(SPECIES, from, f0 + 8 * fRow);
        FloatVector r8 = FloatVector.fromArray(SPECIES, from, f0 + 8 * fRow + LANES);
        FloatVector l9 = FloatVector.fromArray(SPECIES, from, f0 + 9 * fRow);
        FloatVector r9 = FloatVector.fromArray(SPECIES, from, f0 + 9 * fRow + LANES);
        FloatVector l10 = FloatVector.fromArray(SPECIES, from, f0 + 10 * fRow);
        FloatVector r10 = FloatVector.fromArray(SPECIES, from, f0 + 10 * fRow + LANES);
        FloatVector l11 = FloatVector.fromArray(SPECIES, from, f0 + 11 * fRow);
        FloatVector r11 = FloatVector.fromArray(SPECIES, from, f0 + 11 * fRow + LANES);
        int p = a0 & Lanes.INDEX;
        int q = b0 & Lanes.INDEX;
        for (int k = 0; k < depth; k++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, q);
            FloatVector right = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[p + 4]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[p + 5]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[p + 6]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[p + 7]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            x = FloatVector.broadcast(SPECIES, a[p + 8]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[p + 9]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
            x = FloatVector.broadcast(SPECIES, a[p + 10]);
            l10 = x.fma(left, l10);
            r10 = x.fma(right, r10);
            x = FloatVector.broadcast(SPECIES, a[p + 11]);
            l11 = x.fma(left, l11);
            r11 = x.fma(right, r11);
            p = (p + aStep) & Lanes.INDEX;
            q = (q + bStep) & Lanes.INDEX;
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
        l8.intoArray(c, c0 + 8 * cRow);
        r8.intoArray(c, c0 + 8 * cRow + LANES);
        l9.intoArray(c, c0 + 9 * cRow);
        r9.intoArray(c, c0 + 9 * cRow + LANES);
        l10.intoArray(c, c0 + 10 * cRow);
        r10.intoArray(c, c0 + 10 * cRow + LANES);
        l11.intoArray(c, c0 + 11 * cRow);
        r11.intoArray(c, c0 + 11 * cRow + LANES);
    }

    private static void rows8(
            float[] a,
            int a0,
            int aStep,
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
        for (int k = 0; k < depth; k++) {
            // computed anew and not walked on, as in rows12: JDK 17 makes a faster loop of it
            int p = (a0 + k * aStep) & Lanes.INDEX;
            int q = (b0 + k * bStep) & Lanes.INDEX;
            FloatVector left = FloatVector.fromArray(SPECIES, b, q);
            FloatVector right = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[p + 4]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[p + 5]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[p + 6]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[p + 7]);
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

    private static void rows4(
            float[] a,
            int a0,
            int aStep,
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
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, f0 + fRow + LANES);
        FloatVector l2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow);
        FloatVector r2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow + LANES);
        FloatVector l3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow);
        FloatVector r3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow + LANES);
        int p = a0 & Lanes.INDEX;
        int q = b0 & Lanes.INDEX;
        for (int k = 0; k < depth - 1; k += 2) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, q);
            FloatVector right = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            p = (p + aStep) & Lanes.INDEX;
            q = (q + bStep) & Lanes.INDEX;
            left = FloatVector.fromArray(SPECIES, b, q);
            right = FloatVector.fromArray(SPECIES, b, q + LANES);
            x = FloatVector.broadcast(SPECIES, a[p]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            p = (p + aStep) & Lanes.INDEX;
            q = (q + bStep) & Lanes.INDEX;
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
}
