package org.timbrel.engine.backend.vector;

/**
 * The microkernel of {@link RowMicrokernel} for eight rows, with three steps of k at a time: for the products of recurrent layers,
 * whose chunks have eight sequences at the most and whose depth is filled up to a multiple of three
 * ({@link RecurrentLayout#whole}). Elsewhere what is left over would cost what is gained, and each kernel more is one more to
 * compile before the first step of training is done.
 *
 * <p>With four steps the compilers keep sums in memory; that of JDK 17 does with three, unless the step of b is constant.
 */
final class LongRowMicrokernel {
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
            RowLoops.rows8By3(a, a0, aRow, b, b0, c, c0, cRow, depth, add);
        } else {
            RowMicrokernel.multiply(rows, a, a0, aRow, b, b0, PANEL, c, c0, cRow, depth, add);
        }
    }
}
