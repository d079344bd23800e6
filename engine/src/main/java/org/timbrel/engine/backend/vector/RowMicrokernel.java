package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Microkernels whose left operand lies row by row and whose right one is a packed panel:
 * C[r, j] (+)= sum over k of a[a0 + r aRow + k] b[b0 + k PANEL + j], for a few rows and the panel's two vectors of columns.
 *
 * <p>Every accumulator is a local variable, so that it stays in a register for the whole loop over k: for each k two
 * vectors of b are loaded, each element of a is broadcast once and used twice. Ten rows (20 accumulators, 2 operands,
 * 1 broadcast) are the most that fit 32 registers beside ten row addresses. With 16 registers it is four: six would fit, but
 * the compiler broadcasts the elements of all rows before it uses them, and keeping sums in memory halves the speed.
 * Rows need not touch each other, so the same kernel serves a matrix and the overlapping patches of a convolution.
 *
 * <p>What is no multiply-add is kept small, for it takes registers, and on some processors units too. Four rows and more take two
 * steps of k at a time, so that a row's address serves two elements; the last step of an odd depth is done apart
 * ({@link LongRowMicrokernel} takes three). And the bits of {@link Lanes#INDEX} and {@link Lanes#DEPTH}, which cut nothing
 * off, tell the compiler that no index into b overflows, so that one address serves all vectors of a turn.
 *
 * <p>Each method has exactly one loop, because JDK 17 loses the registers otherwise. It goes on from what is in C, or from zeros
 * in memory if that does not count: two ways of beginning or ending would make the methods too large for the quick compiler,
 * and then they may stay in the interpreter for good.
 */
final class RowMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Rows of the tallest tile on this machine. */
    static final int MOST_ROWS = Lanes.MANY_REGISTERS ? 10 : 4;

    /** Rows up to which the kernels read a right operand that is no panel, as it lies: packing would cost as much. */
    static final int FEW_ROWS = 2;

    private RowMicrokernel() {}

    /**
     * Rows of the kernel to use next when {@code left} rows are to be done: tiles as even as the kernels allow, so that
     * none is left with a row or two.
     */
    static int nextRows(int left) {
        int tiles = (left + MOST_ROWS - 1) / MOST_ROWS;
        int even = (left + tiles - 1) / tiles;
        return even == 1 ? 1 : even & ~1;
    }

    /**
     * The kernel with the given number of rows, one of 1, 2, 4, 6, 8 and 10.
     *
     * @param bStep floats from one k to the next of b: a panel's width where there are more than {@link #FEW_ROWS}
     */
    static void multiply(
            int rows,
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
        if (rows > FEW_ROWS && bStep != PANEL) {
            throw new IllegalArgumentException(
                    "a microkernel of " + rows + " rows needs panels " + PANEL + " wide, got a step of " + bStep);
        }
        switch (rows) {
            case 10 -> rows10(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 8 -> rows8(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 6 -> FewRowsMicrokernel.rows6(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 4 -> FewRowsMicrokernel.rows4(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 2 -> FewRowsMicrokernel.rows2(a, a0, aRow, b, b0, bStep, c, c0, cRow, depth, add);
            case 1 -> FewRowsMicrokernel.rows1(a, a0, aRow, b, b0, bStep, c, c0, cRow, depth, add);
            default ->
                throw new IllegalArgumentException("no microkernel of " + rows + " rows: use 1, 2, 4, 6, 8 or 10");
        }
        if (rows > FEW_ROWS && depth % 2 != 0) {
            int k = depth - 1;
            FewRowsMicrokernel.addStep(rows, a, a0 + k, aRow, b, b0 + k * PANEL, c, c0, cRow);
        }
    }

    private static void rows10(
            float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        int a8 = a7 + aRow;
        int a9 = a8 + aRow;
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
            x = FloatVector.broadcast(SPECIES, a[a6 + k]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[a7 + k]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            x = FloatVector.broadcast(SPECIES, a[a8 + k]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[a9 + k]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
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
            x = FloatVector.broadcast(SPECIES, a[a8 + k + 1]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[a9 + k + 1]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
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
