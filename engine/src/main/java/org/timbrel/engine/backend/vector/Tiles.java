package org.timbrel.engine.backend.vector;

/** A strip of rows of the left operand times one panel of columns of the right one, tile by tile. */
final class Tiles {
    private static final int PANEL_ROWS = ColumnMicrokernel.ROWS;
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    private Tiles() {}

    /**
     * Multiplies rows [row, row + rows) and depth [k, k + depth) of a by a panel of which {@code columns} count.
     *
     * @param panel the right operand, {@code step} floats from one k to the next
     * @param at where its first k of this depth lies
     * @param c result, the first of the rows and columns at {@code to}
     * @param add whether what is in c counts
     */
    static void multiply(
            Matrix a,
            int row,
            int rows,
            int k,
            int depth,
            float[] panel,
            int at,
            int step,
            float[] c,
            int to,
            int cRow,
            int columns,
            boolean add,
            Scratch scratch) {
        if (a.transposed) {
            columnTiles(a, row, rows, k, depth, panel, at, step, c, to, cRow, columns, add, scratch);
        } else {
            rowTiles(a, row, rows, k, depth, panel, at, step, c, to, cRow, columns, add, scratch);
        }
    }

    private static void rowTiles(
            Matrix a,
            int row,
            int rows,
            int k,
            int depth,
            float[] panel,
            int at,
            int step,
            float[] c,
            int to,
            int cRow,
            int columns,
            boolean add,
            Scratch scratch) {
        Tile tile = new Tile(scratch);
        for (int i = 0, size; i < rows; i += size) {
            size = RowMicrokernel.nextRows(rows - i);
            int from = a.at(row + i, k);
            int cAt = to + i * cRow;
            if (columns == PANEL_COLUMNS) {
                RowMicrokernel.multiply(size, a.data, from, a.stride, panel, at, step, c, cAt, cRow, depth, add);
            } else {
                RowMicrokernel.multiply(
                        size, a.data, from, a.stride, panel, at, step, tile.data, 0, PANEL_COLUMNS, depth, false);
                tile.store(c, cAt, cRow, size, columns, add);
            }
        }
    }

    private static void columnTiles(
            Matrix a,
            int row,
            int rows,
            int k,
            int depth,
            float[] panel,
            int at,
            int step,
            float[] c,
            int to,
            int cRow,
            int columns,
            boolean add,
            Scratch scratch) {
        Tile tile = new Tile(scratch);
        for (int i = 0; i < rows; i += PANEL_ROWS) {
            int size = Math.min(PANEL_ROWS, rows - i);
            float[] left = a.data;
            int from = a.at(row + i, k);
            int leftStep = a.stride;
            if (size < PANEL_ROWS) {
                left = scratch.floats(Scratch.Use.LAST_ROWS, depth * PANEL_ROWS);
                Panels.packRows(a, row + i, size, k, depth, PANEL_ROWS, left, 0);
                from = 0;
                leftStep = PANEL_ROWS;
            }
            int cAt = to + i * cRow;
            if (size == PANEL_ROWS && columns == PANEL_COLUMNS) {
                ColumnMicrokernel.multiply(left, from, leftStep, panel, at, step, c, cAt, cRow, depth, add);
            } else {
                ColumnMicrokernel.multiply(
                        left, from, leftStep, panel, at, step, tile.data, 0, PANEL_COLUMNS, depth, false);
                tile.store(c, cAt, cRow, size, columns, add);
            }
        }
    }
}
