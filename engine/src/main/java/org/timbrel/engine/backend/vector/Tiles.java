package org.timbrel.engine.backend.vector;

/** A strip of rows of the left operand times one panel of columns of the right one, tile by tile. */
final class Tiles {
    private static final int PANEL_ROWS = ColumnMicrokernel.ROWS;
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    private Tiles() {}

    /**
     * A left operand that lies row by row: element (i, k) at from + i stride + k.
     *
     * @param panel the right operand, of which {@code columns} count, {@code step} floats from one k to the next
     * @param at where its first k of this depth lies
     * @param c result, the first of the rows and columns at {@code to}
     * @param add whether what is in c counts
     */
    static void rowTiles(
            float[] a,
            int from,
            int stride,
            int rows,
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
        Tile tile = scratch.tile();
        for (int i = 0, size; i < rows; i += size) {
            size = RowMicrokernel.nextRows(rows - i);
            int left = from + i * stride;
            int cAt = to + i * cRow;
            if (columns == PANEL_COLUMNS) {
                RowMicrokernel.multiply(size, a, left, stride, panel, at, step, c, cAt, cRow, depth, add);
            } else {
                if (add) {
                    tile.load(c, cAt, cRow, size, columns);
                }
                RowMicrokernel.multiply(
                        size, a, left, stride, panel, at, step, tile.data, 0, PANEL_COLUMNS, depth, add);
                tile.store(c, cAt, cRow, size, columns);
            }
        }
    }

    /** The same of one that lies column by column: element (i, k) at from + k stride + i. */
    static void columnTiles(
            float[] a,
            int from,
            int stride,
            int rows,
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
        Tile tile = scratch.tile();
        for (int i = 0; i < rows; i += PANEL_ROWS) {
            int size = Math.min(PANEL_ROWS, rows - i);
            float[] left = a;
            int leftAt = from + i;
            int leftStep = stride;
            if (size < PANEL_ROWS) {
                left = scratch.floats(Scratch.Use.LAST_ROWS, depth * PANEL_ROWS);
                Panels.packRows(a, leftAt, stride, size, depth, PANEL_ROWS, left, 0);
                leftAt = 0;
                leftStep = PANEL_ROWS;
            }
            int cAt = to + i * cRow;
            boolean whole = size == PANEL_ROWS && columns == PANEL_COLUMNS;
            float[] y = whole ? c : tile.data;
            int yAt = whole ? cAt : 0;
            int yRow = whole ? cRow : PANEL_COLUMNS;
            if (add && !whole) {
                tile.load(c, cAt, cRow, size, columns);
            }
            if (leftStep == PANEL_ROWS && step == PANEL_COLUMNS) {
                PanelMicrokernel.multiply(left, leftAt, panel, at, y, yAt, yRow, depth, add);
            } else {
                ColumnMicrokernel.multiply(left, leftAt, leftStep, panel, at, step, y, yAt, yRow, depth, add);
            }
            if (!whole) {
                tile.store(c, cAt, cRow, size, columns);
            }
        }
    }

    /** As {@link #rowTiles}, by {@link LongRowMicrokernel}, for a whole panel whose step is its width. */
    static void longRowTiles(
            float[] a,
            int from,
            int stride,
            int rows,
            int depth,
            float[] panel,
            int at,
            float[] c,
            int to,
            int cRow,
            boolean add) {
        for (int i = 0, size; i < rows; i += size) {
            size = RowMicrokernel.nextRows(rows - i);
            LongRowMicrokernel.multiply(
                    size, a, from + i * stride, stride, panel, at, c, to + i * cRow, cRow, depth, add);
        }
    }
}
