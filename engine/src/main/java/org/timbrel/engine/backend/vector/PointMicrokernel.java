package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The microkernel for the products between Winograd's transforms: twelve rows of A that lie {@value #A_ROW} numbers apart times a
 * packed panel, C[r, j] (+)= sum over k of a[a0 + r A_ROW + k] b[b0 + k PANEL + j], for the panel's two vectors of columns, or for
 * the first of them where the result has no more.
 *
 * <p>With a constant distance one address serves all rows: a turn of two steps, 48 multiply-adds, has five integer instructions,
 * and where no registers are wanted for addresses there is room for two rows more than in {@link RowMicrokernel}. The bits of
 * {@link Lanes#INDEX} and {@link Lanes#DEPTH}, which cut nothing off, tell the compiler that no index overflows.
 */
final class PointMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Whether this machine has the registers for it. */
    static final boolean COMPUTES = Lanes.MANY_REGISTERS;

    /** Rows of the tile. */
    static final int ROWS = 12;

    /** Distance of the rows of A. */
    static final int A_ROW = 64;

    /** Rows that {@link RowMicrokernel} should have at the least, if any are left over. */
    private static final int LEAST_LEFT = 6;

    private PointMicrokernel() {}

    /** How many of so many rows are done by this kernel; the others are left to {@link RowMicrokernel}. */
    static int rowsOf(int rows) {
        int over = rows % ROWS;
        return over == 0 || over >= LEAST_LEFT ? rows - over : Math.max(0, rows - over - ROWS);
    }

    /** Whether this kernel does the next rows when {@code left} rows, {@code aRow} apart, are to be done. */
    static boolean computes(int left, int aRow, int depth) {
        return COMPUTES && aRow == A_ROW && depth % 2 == 0 && rowsOf(left) > 0;
    }

    /**
     * One tile.
     *
     * @param columns of the result: no more than a vector, or up to two
     * @param depth even
     */
    static void multiply(
            int columns, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        if (columns <= LANES) {
            oneVector(a, a0, b, b0, c, c0, cRow, depth, add);
        } else {
            twoVectors(a, a0, b, b0, c, c0, cRow, depth, add);
        }
    }

    private static void twoVectors(
            float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
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
        int first = a0 & Lanes.INDEX;
        int q = b0 & Lanes.INDEX;
        int end = (depth & Lanes.DEPTH) - 1;
        for (int k = 0; k < end; k += 2) {
            int p = first + k;
            FloatVector left = FloatVector.fromArray(SPECIES, b, q);
            FloatVector right = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[p + A_ROW]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * A_ROW]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * A_ROW]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[p + 4 * A_ROW]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[p + 5 * A_ROW]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[p + 6 * A_ROW]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[p + 7 * A_ROW]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            x = FloatVector.broadcast(SPECIES, a[p + 8 * A_ROW]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[p + 9 * A_ROW]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
            x = FloatVector.broadcast(SPECIES, a[p + 10 * A_ROW]);
            l10 = x.fma(left, l10);
            r10 = x.fma(right, r10);
            x = FloatVector.broadcast(SPECIES, a[p + 11 * A_ROW]);
            l11 = x.fma(left, l11);
            r11 = x.fma(right, r11);
            left = FloatVector.fromArray(SPECIES, b, q + PANEL);
            right = FloatVector.fromArray(SPECIES, b, q + PANEL + LANES);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[p + A_ROW + 1]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * A_ROW + 1]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * A_ROW + 1]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[p + 4 * A_ROW + 1]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[p + 5 * A_ROW + 1]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[p + 6 * A_ROW + 1]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[p + 7 * A_ROW + 1]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            x = FloatVector.broadcast(SPECIES, a[p + 8 * A_ROW + 1]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[p + 9 * A_ROW + 1]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
            x = FloatVector.broadcast(SPECIES, a[p + 10 * A_ROW + 1]);
            l10 = x.fma(left, l10);
            r10 = x.fma(right, r10);
            x = FloatVector.broadcast(SPECIES, a[p + 11 * A_ROW + 1]);
            l11 = x.fma(left, l11);
            r11 = x.fma(right, r11);
            q = (q + 2 * PANEL) & Lanes.INDEX;
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

    private static void oneVector(
            float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        float[] from = add ? c : Tile.ZEROS;
        int f0 = add ? c0 : 0;
        int fRow = add ? cRow : 0;
        FloatVector s0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector s2 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow);
        FloatVector s3 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow);
        FloatVector s4 = FloatVector.fromArray(SPECIES, from, f0 + 4 * fRow);
        FloatVector s5 = FloatVector.fromArray(SPECIES, from, f0 + 5 * fRow);
        FloatVector s6 = FloatVector.fromArray(SPECIES, from, f0 + 6 * fRow);
        FloatVector s7 = FloatVector.fromArray(SPECIES, from, f0 + 7 * fRow);
        FloatVector s8 = FloatVector.fromArray(SPECIES, from, f0 + 8 * fRow);
        FloatVector s9 = FloatVector.fromArray(SPECIES, from, f0 + 9 * fRow);
        FloatVector s10 = FloatVector.fromArray(SPECIES, from, f0 + 10 * fRow);
        FloatVector s11 = FloatVector.fromArray(SPECIES, from, f0 + 11 * fRow);
        int first = a0 & Lanes.INDEX;
        int q = b0 & Lanes.INDEX;
        int end = (depth & Lanes.DEPTH) - 1;
        for (int k = 0; k < end; k += 2) {
            int p = first + k;
            FloatVector y = FloatVector.fromArray(SPECIES, b, q);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            s0 = x.fma(y, s0);
            x = FloatVector.broadcast(SPECIES, a[p + A_ROW]);
            s1 = x.fma(y, s1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * A_ROW]);
            s2 = x.fma(y, s2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * A_ROW]);
            s3 = x.fma(y, s3);
            x = FloatVector.broadcast(SPECIES, a[p + 4 * A_ROW]);
            s4 = x.fma(y, s4);
            x = FloatVector.broadcast(SPECIES, a[p + 5 * A_ROW]);
            s5 = x.fma(y, s5);
            x = FloatVector.broadcast(SPECIES, a[p + 6 * A_ROW]);
            s6 = x.fma(y, s6);
            x = FloatVector.broadcast(SPECIES, a[p + 7 * A_ROW]);
            s7 = x.fma(y, s7);
            x = FloatVector.broadcast(SPECIES, a[p + 8 * A_ROW]);
            s8 = x.fma(y, s8);
            x = FloatVector.broadcast(SPECIES, a[p + 9 * A_ROW]);
            s9 = x.fma(y, s9);
            x = FloatVector.broadcast(SPECIES, a[p + 10 * A_ROW]);
            s10 = x.fma(y, s10);
            x = FloatVector.broadcast(SPECIES, a[p + 11 * A_ROW]);
            s11 = x.fma(y, s11);
            y = FloatVector.fromArray(SPECIES, b, q + PANEL);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            s0 = x.fma(y, s0);
            x = FloatVector.broadcast(SPECIES, a[p + A_ROW + 1]);
            s1 = x.fma(y, s1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * A_ROW + 1]);
            s2 = x.fma(y, s2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * A_ROW + 1]);
            s3 = x.fma(y, s3);
            x = FloatVector.broadcast(SPECIES, a[p + 4 * A_ROW + 1]);
            s4 = x.fma(y, s4);
            x = FloatVector.broadcast(SPECIES, a[p + 5 * A_ROW + 1]);
            s5 = x.fma(y, s5);
            x = FloatVector.broadcast(SPECIES, a[p + 6 * A_ROW + 1]);
            s6 = x.fma(y, s6);
            x = FloatVector.broadcast(SPECIES, a[p + 7 * A_ROW + 1]);
            s7 = x.fma(y, s7);
            x = FloatVector.broadcast(SPECIES, a[p + 8 * A_ROW + 1]);
            s8 = x.fma(y, s8);
            x = FloatVector.broadcast(SPECIES, a[p + 9 * A_ROW + 1]);
            s9 = x.fma(y, s9);
            x = FloatVector.broadcast(SPECIES, a[p + 10 * A_ROW + 1]);
            s10 = x.fma(y, s10);
            x = FloatVector.broadcast(SPECIES, a[p + 11 * A_ROW + 1]);
            s11 = x.fma(y, s11);
            q = (q + 2 * PANEL) & Lanes.INDEX;
        }
        s0.intoArray(c, c0);
        s1.intoArray(c, c0 + cRow);
        s2.intoArray(c, c0 + 2 * cRow);
        s3.intoArray(c, c0 + 3 * cRow);
        s4.intoArray(c, c0 + 4 * cRow);
        s5.intoArray(c, c0 + 5 * cRow);
        s6.intoArray(c, c0 + 6 * cRow);
        s7.intoArray(c, c0 + 7 * cRow);
        s8.intoArray(c, c0 + 8 * cRow);
        s9.intoArray(c, c0 + 9 * cRow);
        s10.intoArray(c, c0 + 10 * cRow);
        s11.intoArray(c, c0 + 11 * cRow);
    }
}
