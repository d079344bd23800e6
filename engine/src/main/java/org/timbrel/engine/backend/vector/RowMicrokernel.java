package org.timbrel.engine.backend.vector;

/**
 * Microkernels whose left operand lies row by row and whose right one is a packed panel:
 * C[r, j] (+)= sum over k of a[a0 + r aRow + k] b[b0 + k PANEL + j], for a few rows and the panel's two vectors of columns.
 *
 * <p>All sums stay in registers for the whole loop over k: for each k two vectors of b are loaded, each element of a is broadcast
 * once and used twice. Ten rows (20 sums, 2 operands, 1 broadcast) are the most that fit 32 registers beside ten row addresses.
 * With 16 registers it is four: six would fit, but the compiler broadcasts the elements of all rows before it uses them, and
 * keeping sums in memory halves the speed. Rows need not touch each other, so the same kernel serves a matrix and the
 * overlapping patches of a convolution.
 *
 * <p>The loops of four rows and more are generated ({@code MicrokernelGenerator}). What is no multiply-add is kept small there,
 * for it takes registers, and on some processors units too: they take two steps of k at a time, so that a row's address serves
 * two elements, and the last step of an odd depth is done apart. {@link LongRowMicrokernel} takes three.
 */
final class RowMicrokernel {
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
            case 10 -> RowLoops.rows10(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 8 -> RowLoops.rows8(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 6 -> RowLoops.rows6(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
            case 4 -> RowLoops.rows4(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
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
}
