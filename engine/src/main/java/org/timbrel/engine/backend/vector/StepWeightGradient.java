package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/**
 * The gradient of a recurrent layer's weights [w; bias; u]: inputs^T dSums, summed over all steps and sequences. Each chunk
 * of sequences has a sum of its own, to which it adds a block of steps at a time, while inputs and gradients of these steps
 * are in cache; at the end the sums are added in the order of the chunks.
 */
final class StepWeightGradient {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int TILE_ROWS = ColumnMicrokernel.ROWS;

    private final RowTask finishing = this::finishPanels;

    private Workers workers;
    private RecurrentLayout layout;
    private int chunks;
    private int size;
    private int tileRows;
    private float[] sums; // (chunks,panels,weightRows/TILE_ROWS,TILE_ROWS,PANEL), in the order of adding

    // of the end
    private int gates;
    private float[] dw;
    private float[] du;
    private float[] dBias;

    /** Makes the memory ready for the sums of the chunks. */
    void begin(Workers workers, RecurrentLayout layout, int chunks) {
        this.workers = workers;
        this.layout = layout;
        this.chunks = chunks;
        this.tileRows = layout.weightRows() / TILE_ROWS;
        this.size = layout.weightRows() * layout.sums();
        this.sums = workers.scratch().floats(Scratch.Use.SEQUENCE_GRADIENT, chunks * size);
    }

    /**
     * Adds a block of steps to the sum of a chunk.
     *
     * @param first whether this is the chunk's first block, so that nothing in its sum counts
     * @param inputs (count,stride), as the layout says
     * @param dSums (count,dStride), the groups side by side
     */
    void add(int chunk, boolean first, float[] inputs, float[] dSums, int dStride, int count) {
        Scratch scratch = workers.scratch();
        float[] packed = scratch.floats(Scratch.Use.PACKED_LEFT, count * layout.stride);
        float[] panel = scratch.floats(Scratch.Use.PACKED_RIGHT, count * PANEL);
        for (int i = 0; i < layout.stride; i += TILE_ROWS) {
            Panels.packRows(inputs, i, layout.stride, TILE_ROWS, count, TILE_ROWS, packed, i * count);
        }
        for (int column = 0; column < layout.sums(); column += PANEL) {
            Panels.packColumns(dSums, column, dStride, false, PANEL, count, PANEL, panel, Scratch.FIRST);
            int group = column / layout.width;
            Group of = layout.groups[group];
            int begin = of.input() >= 0 ? 0 : layout.d / TILE_ROWS * TILE_ROWS;
            int end = layout.masked() ? layout.state : of.state() >= 0 ? layout.weightRows() : up(layout.d + 1);
            tiles(chunk, !first, packed, begin, end, begin, panel, column, count);
            if (layout.masked() && of.state() >= 0) {
                int state = layout.stateOf(group);
                tiles(chunk, !first, packed, state, state + layout.copy, layout.state, panel, column, count);
            }
        }
    }

    /** Packed inputs {@code from} to {@code end} times a panel of gradients, added to rows of the sum from {@code row} on. */
    private void tiles(
            int chunk, boolean add, float[] packed, int from, int end, int row, float[] panel, int column, int count) {
        int to = chunk * size + tile(row / TILE_ROWS, column / PANEL);
        for (int i = from; i < end; i += TILE_ROWS, to += TILE_ROWS * PANEL) {
            PanelMicrokernel.multiply(packed, i * count, panel, Scratch.FIRST, sums, to, PANEL, count, add);
        }
    }

    /** Where a tile of a chunk's sum begins. */
    private int tile(int row, int panel) {
        return (panel * tileRows + row) * TILE_ROWS * PANEL;
    }

    /**
     * Adds the chunks' sums and hands out the parts.
     *
     * @param gates gates of w and u
     * @param dw (d,gates h), not written if the layout's d is 0
     * @param du (h,gates h)
     * @param dBias (4,h), a row a group
     */
    void finish(int gates, float[] dw, float[] du, float[] dBias) {
        this.gates = gates;
        this.dw = dw;
        this.du = du;
        this.dBias = dBias;
        workers.runRows(layout.sums() / PANEL, panelSize() * chunks, finishing);
    }

    private int panelSize() {
        return tileRows * TILE_ROWS * PANEL;
    }

    private void finishPanels(int first, int count) {
        int to = first * panelSize();
        for (int chunk = 1; chunk < chunks; chunk++) {
            Arithmetic.apply(BinaryOp.ADD, sums, to, sums, chunk * size + to, sums, to, count * panelSize());
        }
        for (int panel = first; panel < first + count; panel++) {
            handOut(panel);
        }
    }

    private void handOut(int panel) {
        int h = layout.h;
        int all = gates * h;
        int group = panel * PANEL / layout.width;
        int column = panel * PANEL % layout.width;
        int columns = Math.min(PANEL, h - column);
        Group of = layout.groups[group];
        for (int row = 0; row < layout.state + h && columns > 0; row++) {
            int from = tile(0, panel) + row * PANEL;
            if (row < layout.d && of.input() >= 0) {
                System.arraycopy(sums, from, dw, row * all + of.input() * h + column, columns);
            } else if (row == layout.d) {
                System.arraycopy(sums, from, dBias, group * h + column, columns);
            } else if (row >= layout.state && of.state() >= 0) {
                System.arraycopy(sums, from, du, (row - layout.state) * all + of.state() * h + column, columns);
            }
        }
    }

    private static int up(int n) {
        return (n + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS;
    }
}
