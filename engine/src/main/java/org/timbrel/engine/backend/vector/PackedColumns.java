package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/** A right operand, packed by all threads in panels of a tile's width. */
final class PackedColumns implements RowTask {
    private static final int WIDTH = Lanes.TILE_COLUMNS;

    private final Matrix b = new Matrix();
    private int columns;
    private int depth;
    private float[] packed;

    /** The panels, one after another from {@link Scratch#FIRST} on, in memory that the next operand takes too. */
    float[] pack(Workers workers, MatmulShape s, float[] right) {
        b.setRight(s, right, 0);
        columns = s.n();
        depth = s.k();
        int panels = (columns + WIDTH - 1) / WIDTH;
        packed = workers.scratch().floats(Scratch.Use.PACKED_RIGHT, panels * depth * WIDTH);
        workers.runRows(panels, depth * WIDTH, this);
        return packed;
    }

    @Override
    public void run(int first, int count) {
        int column = first * WIDTH;
        int of = Math.min(count * WIDTH, columns - column);
        Panels.packPanels(b, column, of, 0, depth, packed, Scratch.FIRST + column * depth);
    }
}
