package org.timbrel.engine.backend.vector;

/**
 * The microkernel for two packed panels: C[r, j] (+)= sum over k of a[a0 + k ROWS + r] b[b0 + k PANEL + j], for twelve rows and
 * two vectors of columns.
 *
 * <p>Both steps are constants, so that in a turn of two steps one address serves 24 elements of a and another four vectors of b.
 * The loop is generated ({@code MicrokernelGenerator}). With 16 registers {@link ColumnMicrokernel} does the work.
 */
final class PanelMicrokernel {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Rows of the tile. */
    static final int ROWS = 12;

    private PanelMicrokernel() {}

    /** One tile of {@link ColumnMicrokernel#ROWS} rows. */
    static void multiply(float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth, boolean add) {
        if (ColumnMicrokernel.ROWS != ROWS) {
            ColumnMicrokernel.multiply(a, a0, ColumnMicrokernel.ROWS, b, b0, PANEL, c, c0, cRow, depth, add);
            return;
        }
        PanelLoops.rows12(a, a0, b, b0, c, c0, cRow, depth, add);
        if (depth % 2 != 0) {
            int k = depth - 1;
            FewRowsMicrokernel.addStep(ROWS, a, a0 + k * ROWS, 1, b, b0 + k * PANEL, c, c0, cRow);
        }
    }
}
