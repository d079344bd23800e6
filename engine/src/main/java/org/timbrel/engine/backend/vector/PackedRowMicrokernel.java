package org.timbrel.engine.backend.vector;

/**
 * The microkernel of large products: rows of A that have been copied {@value #A_ROW} numbers apart times a packed panel,
 * C[r, j] (+)= sum over k of a[a0 + r A_ROW + k] b[b0 + k PANEL + j], for the panel's two vectors of columns.
 *
 * <p>With a constant distance one address serves all rows, so that there is room for twelve, as in {@link PointMicrokernel}. The
 * loop is generated ({@code MicrokernelGenerator}); lower tiles are those of {@link RowMicrokernel}, and with 16 registers all are.
 */
final class PackedRowMicrokernel {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Rows of the tile. */
    static final int ROWS = 12;

    /** The greatest depth. */
    static final int DEPTH = 256;

    /** Distance of the rows of A: a cache line more than the depth, or all rows would want the same lines of the cache. */
    static final int A_ROW = DEPTH + 16;

    private PackedRowMicrokernel() {}

    /** One tile of {@link #ROWS} rows or fewer. */
    static void multiply(
            int rows, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        if (rows == ROWS && Lanes.MANY_REGISTERS) {
            PackedRowLoops.rows12(a, a0, b, b0, c, c0, cRow, depth, add);
            if (depth % 2 != 0) {
                int k = depth - 1;
                FewRowsMicrokernel.addStep(ROWS, a, a0 + k, A_ROW, b, b0 + k * PANEL, c, c0, cRow);
            }
            return;
        }
        for (int r = 0, size; r < rows; r += size) {
            size = RowMicrokernel.nextRows(rows - r);
            int at = a0 + r * A_ROW;
            RowMicrokernel.multiply(size, a, at, A_ROW, b, b0, PANEL, c, c0 + r * cRow, cRow, depth, add);
        }
    }
}
