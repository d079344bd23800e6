package org.timbrel.engine.backend.vector;

/** A right operand of which parts are packed one after another, each by all threads, in panels of a tile's width. */
final class PackedColumns implements RowTask {
    private static final int WIDTH = Lanes.TILE_COLUMNS;

    private final Workers workers;
    private final Matrix b;

    // of the part that is under way
    private float[] packed;
    private int column;
    private int columns;
    private int k;
    private int depth;

    PackedColumns(Workers workers, Matrix b) {
        this.workers = workers;
        this.b = b;
    }

    /**
     * Columns [column, column + columns) and depth [k, k + depth), panel after panel from {@link Scratch#FIRST} on, in memory that
     * the next part takes too.
     */
    float[] pack(int firstColumn, int countOfColumns, int firstK, int ofDepth) {
        column = firstColumn;
        columns = countOfColumns;
        k = firstK;
        depth = ofDepth;
        int panels = (columns + WIDTH - 1) / WIDTH;
        packed = workers.scratch().floats(Scratch.Use.PACKED_RIGHT, panels * depth * WIDTH);
        workers.runRows(panels, depth * WIDTH, this);
        return packed;
    }

    @Override
    public void run(int first, int count) {
        for (int p = first; p < first + count; p++) {
            int from = p * WIDTH;
            int width = Math.min(WIDTH, columns - from);
            Panels.packColumns(b, column + from, width, k, depth, WIDTH, packed, Scratch.FIRST + p * depth * WIDTH);
        }
    }
}
