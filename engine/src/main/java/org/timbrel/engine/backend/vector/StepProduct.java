package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/**
 * The product that makes the sums of one step of a recurrent layer, for the sequences of a chunk. The weights are packed once
 * for all steps and stay in the second-level cache.
 */
final class StepProduct {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    private final RowTask packing = this::packPanels;

    private RecurrentLayout layout;
    private int gates;
    private int depth;
    private int panels;
    private float[] packed;

    // what is packed
    private float[] w;
    private float[] u;
    private float[] bias;

    /**
     * Packs the weights.
     *
     * @param w (d,gates h), not read if the layout's d is 0
     * @param u (h,gates h)
     * @param bias (4,h), a row a group
     */
    void pack(Workers workers, RecurrentLayout layout, float[] w, float[] u, float[] bias, int gates) {
        this.layout = layout;
        this.gates = gates;
        this.depth = RecurrentLayout.whole(layout.inputs + layout.h);
        this.panels = layout.sums() / PANEL;
        this.packed = workers.scratch().floats(Scratch.Use.WEIGHTS, panels * depth * PANEL);
        this.w = w;
        this.u = u;
        this.bias = bias;
        workers.runRows(panels, depth * PANEL, packing);
    }

    private void packPanels(int first, int count) {
        int d = layout.d;
        int h = layout.h;
        for (int p = first; p < first + count; p++) {
            int group = p * PANEL / layout.width;
            int column = p * PANEL % layout.width;
            int columns = Math.max(0, Math.min(PANEL, h - column));
            Group from = layout.groups[group];
            int at = at(p, 0);
            Arrays.fill(packed, at, at + depth * PANEL, 0);
            if (columns > 0 && from.input() >= 0 && d > 0) {
                int begin = from.input() * h + column;
                Panels.packColumns(w, begin, gates * h, false, columns, d, PANEL, packed, at);
            }
            System.arraycopy(bias, group * h + Math.min(column, h), packed, at + d * PANEL, columns);
            if (columns > 0 && from.state() >= 0) {
                int begin = from.state() * h + column;
                int to = at + layout.inputs * PANEL;
                Panels.packColumns(u, begin, gates * h, false, columns, h, PANEL, packed, to);
            }
        }
    }

    /**
     * sums [+]= inputs [w; bias; u].
     *
     * @param inputs (rows,stride) from {@code at}, as the layout says
     * @param sums (rows,4 width)
     * @param add whether what is in sums counts
     */
    void multiply(float[] inputs, int at, int rows, float[] sums, boolean add) {
        int stride = layout.sums();
        for (int p = 0; p < panels; p++) {
            int group = p * PANEL / layout.width;
            Group of = layout.groups[group];
            int to = p * PANEL;
            int begin = of.input() >= 0 ? 0 : RecurrentLayout.wholeBefore(layout.d);
            int end = of.state() >= 0 && !layout.masked() ? depth : layout.inputs;
            Tiles.longRowTiles(
                    inputs, at + begin, layout.stride, rows, end - begin, packed, at(p, begin), sums, to, stride, add);
            if (of.state() >= 0 && layout.masked()) {
                int state = layout.stateOf(group);
                int from = at(p, layout.inputs);
                Tiles.longRowTiles(
                        inputs, at + state, layout.stride, rows, layout.h, packed, from, sums, to, stride, true);
            }
        }
    }

    /** Where row {@code k} of a panel of packed weights lies. */
    private int at(int panel, int k) {
        return Scratch.FIRST + (panel * depth + k) * PANEL;
    }
}
