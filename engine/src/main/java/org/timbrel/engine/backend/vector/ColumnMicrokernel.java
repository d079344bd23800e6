package org.timbrel.engine.backend.vector;

/**
 * Microkernels whose left operand lies column by column: C[r, j] (+)= sum over k of a[a0 + k aStep + r] b[b0 + k bStep + j],
 * for a tile of rows and two vectors of columns.
 *
 * <p>That is a transposed matrix (aStep = its row length), and the gradient of a convolution's weights (aStep = distance between
 * neighbouring patches); for packed panels there is {@link PanelMicrokernel}. One address serves all rows, so with 32 registers
 * two more rows fit than in {@link RowMicrokernel}, twelve; with 16 it is four, as there, and two steps of k at a time.
 *
 * <p>A caller with fewer rows lets the kernel read on and throws the surplus rows away. The loops are generated
 * ({@code MicrokernelGenerator}).
 */
final class ColumnMicrokernel {
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
            ColumnLoops.rows8(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
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
            ColumnLoops.rows12(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
        } else {
            ColumnLoops.rows4(a, a0, aStep, b, b0, bStep, c, c0, cRow, depth, add);
            if (depth % 2 != 0) {
                int k = depth - 1;
                FewRowsMicrokernel.addStep(ROWS, a, a0 + k * aStep, 1, b, b0 + k * bStep, c, c0, cRow);
            }
        }
    }
}
