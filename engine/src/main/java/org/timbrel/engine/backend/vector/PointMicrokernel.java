package org.timbrel.engine.backend.vector;

/**
 * The microkernel for the products between Winograd's transforms: twelve rows of A that lie {@value #A_ROW} numbers apart times a
 * packed panel, C[r, j] (+)= sum over k of a[a0 + r A_ROW + k] b[b0 + k PANEL + j], for the panel's two vectors of columns, or for
 * the first of them where the result has no more.
 *
 * <p>With a constant distance one address serves all rows: a turn of two steps, 48 multiply-adds, has five integer instructions,
 * and where no registers are wanted for addresses there is room for two rows more than in {@link RowMicrokernel}. The loops are
 * generated ({@code MicrokernelGenerator}).
 */
final class PointMicrokernel {

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
        if (columns <= Lanes.COUNT) {
            PointLoops.oneVector(a, a0, b, b0, c, c0, cRow, depth, add);
        } else {
            PointLoops.twoVectors(a, a0, b, b0, c, c0, cRow, depth, add);
        }
    }
}
