package org.timbrel.engine.backend.vector;

/** A right operand, packed by all threads in panels of a tile's width. */
final class PackedColumns implements RowTask {
    private static final int WIDTH = Lanes.TILE_COLUMNS;

    private final Matrix b;
    private final int columns;
    private final int depth;
    private final float[] packed;

    private PackedColumns(Matrix b, int columns, int depth, float[] packed) {
        this.b = b;
        this.columns = columns;
        this.depth = depth;
        this.packed = packed;
    }

    /** The panels, one after another from {@link Scratch#FIRST} on, in memory that the next operand takes too. */
    static float[] pack(Workers workers, Matrix b, int columns, int depth) {
        int panels = (columns + WIDTH - 1) / WIDTH;
        float[] packed = workers.scratch().floats(Scratch.Use.PACKED_RIGHT, panels * depth * WIDTH);
        workers.runRows(panels, depth * WIDTH, new PackedColumns(b, columns, depth, packed));
        return packed;
    }

    @Override
    public void run(int first, int count) {
        int column = first * WIDTH;
        int of = Math.min(count * WIDTH, columns - column);
        Panels.packPanels(b, column, of, 0, depth, packed, Scratch.FIRST + column * depth);
    }
}
