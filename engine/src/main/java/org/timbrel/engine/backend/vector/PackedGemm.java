package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * Large matrix products whose left operand is transposed, cut so that each level of memory holds what the next level works on:
 *
 * <pre>
 * slice    512 of k: a panel of B (512 x 2 vectors) streams from the second-level cache, and C is fetched seldom
 * columns 2048, the part of B that is packed at a time, in panels of two vectors; all threads share it
 * strip    132 rows of A, packed by the thread that multiplies them, so that they lie in its own second-level cache
 * tile      12 rows x 2 vectors, in registers ({@link ColumnMicrokernel})
 * </pre>
 *
 * A is packed in the order in which it lies, as panels as wide as a tile is high: each copy is a run of neighbours.
 *
 * <p>Threads share out the strips, and with few strips groups of panels within them. How many groups there are depends
 * on the number of threads, and no result does: each number of C is the same chain of multiply-adds over k in any group.
 */
final class PackedGemm {
    private static final int DEPTH = 512;
    private static final int COLUMNS = 2048;
    private static final int STRIP = 132;
    private static final int TASKS_A_THREAD = 4;
    private static final int PANEL_ROWS = ColumnMicrokernel.ROWS;
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    private final Workers workers;

    PackedGemm(Workers workers) {
        this.workers = workers;
    }

    /** c = epilogue([c +] a b), a transposed. */
    void multiply(MatmulShape s, Matrix a, Matrix b, Epilogue epilogue, boolean accumulate, Matrix c) {
        int sliceDepth = ceilDiv(s.k(), ceilDiv(s.k(), DEPTH));
        for (int k = 0; k < s.k(); k += sliceDepth) {
            int depth = Math.min(sliceDepth, s.k() - k);
            Epilogue last = k + depth == s.k() ? epilogue : Epilogue.NONE;
            for (int column = 0; column < s.n(); column += COLUMNS) {
                int columns = Math.min(COLUMNS, s.n() - column);
                float[] right = Panels.packAllColumns(workers, b, column, columns, k, depth);
                multiplySlice(new Slice(s.m(), column, columns, k, depth, accumulate || k > 0, last), a, right, c);
            }
        }
    }

    /** All rows of A times the packed part of B. */
    private record Slice(int rows, int column, int columns, int k, int depth, boolean add, Epilogue epilogue) {}

    private void multiplySlice(Slice slice, Matrix a, float[] right, Matrix c) {
        int strips = ceilDiv(slice.rows, STRIP);
        int strip = ceilDiv(ceilDiv(slice.rows, strips), PANEL_ROWS) * PANEL_ROWS;
        int wanted = workers.threads() == 1 ? 1 : ceilDiv(TASKS_A_THREAD * workers.threads(), strips);
        int panels = ceilDiv(ceilDiv(slice.columns, PANEL_COLUMNS), wanted);
        int groups = ceilDiv(slice.columns, panels * PANEL_COLUMNS);
        workers.run(ceilDiv(slice.rows, strip) * groups, task -> {
            int row = task / groups * strip;
            int rows = Math.min(strip, slice.rows - row);
            int from = task % groups * panels * PANEL_COLUMNS;
            int columns = Math.min(panels * PANEL_COLUMNS, slice.columns - from);
            float[] left = packLeft(a, row, rows, slice.k, slice.depth);
            for (int j = from; j < from + columns; j += PANEL_COLUMNS) {
                int width = Math.min(PANEL_COLUMNS, from + columns - j);
                int to = c.at(row, slice.column + j);
                multiplyPanel(left, rows, slice, right, j, c.data, to, c.stride, width);
            }
            int to = c.at(row, slice.column + from);
            slice.epilogue.apply(c.data, to, c.stride, rows, slice.column + from, columns, workers.scratch());
        });
    }

    private float[] packLeft(Matrix a, int row, int rows, int k, int depth) {
        int panelRows = ceilDiv(rows, PANEL_ROWS) * PANEL_ROWS;
        float[] packed = workers.scratch().floats(Scratch.Use.PACKED_LEFT, panelRows * depth);
        for (int i = 0; i < rows; i += PANEL_ROWS) {
            int count = Math.min(PANEL_ROWS, rows - i);
            Panels.packRows(a, row + i, count, k, depth, PANEL_ROWS, packed, i * depth);
        }
        return packed;
    }

    /** A packed strip times one panel of columns. */
    private void multiplyPanel(
            float[] left, int rows, Slice slice, float[] right, int column, float[] c, int to, int cRow, int columns) {
        int depth = slice.depth;
        int at = column * depth;
        int step = PANEL_COLUMNS;
        boolean add = slice.add;
        Scratch scratch = workers.scratch();
        for (int i = 0; i < rows; i += PANEL_ROWS) {
            int count = Math.min(PANEL_ROWS, rows - i);
            int row = to + i * cRow;
            Tiles.columnTiles(
                    left, i * depth, PANEL_ROWS, count, depth, right, at, step, c, row, cRow, columns, add, scratch);
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
