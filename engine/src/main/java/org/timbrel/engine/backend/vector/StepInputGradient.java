package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/**
 * The gradients of what one step of a recurrent layer reads, for the sequences of a chunk: those of its sums times the transposed
 * weights, which are packed once for all steps as in {@link StepProduct}.
 */
final class StepInputGradient {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    private final RowTask packing = this::packPanels;

    private RecurrentLayout layout;
    private int gates;
    private int depth;
    private int xPanels;
    private int panels;
    private float[] packed;

    // what is packed
    private float[] w;
    private float[] u;

    /**
     * Packs the transpose of w, if the gradient of x is wanted, and that of u.
     *
     * @param w (d,gates h), null if the gradient of x is not wanted
     * @param u (h,gates h)
     */
    void pack(Workers workers, RecurrentLayout layout, float[] w, float[] u, int gates) {
        this.layout = layout;
        this.gates = gates;
        this.depth = RecurrentLayout.whole(layout.sums());
        this.xPanels = w == null ? 0 : (layout.d + PANEL - 1) / PANEL;
        this.panels = xPanels + layout.width / PANEL;
        this.packed = workers.scratch().floats(Scratch.Use.WEIGHTS, panels * depth * PANEL);
        this.w = w;
        this.u = u;
        workers.runRows(panels, depth * PANEL, packing);
    }

    private void packPanels(int first, int count) {
        for (int p = first; p < first + count; p++) {
            boolean input = p < xPanels;
            int column = (input ? p : p - xPanels) * PANEL;
            int columns = Math.max(0, Math.min(PANEL, (input ? layout.d : layout.h) - column));
            int at = at(p, 0);
            Arrays.fill(packed, at, at + depth * PANEL, 0);
            for (int group = 0; group < RecurrentLayout.GROUPS && columns > 0; group++) {
                Group of = layout.groups[group];
                int gate = input ? of.input() : of.state();
                if (gate >= 0) {
                    int row = gates * layout.h;
                    int from = column * row + gate * layout.h;
                    int to = at + group * layout.width * PANEL;
                    Panels.packColumns(input ? w : u, from, row, true, columns, layout.h, PANEL, packed, to);
                }
            }
        }
    }

    /**
     * dx = sums' gradients w^T: whole panels go where they belong, a last one that is not goes by way of {@code part}.
     *
     * @param dSums (rows,dStride) from {@code at}, the groups side by side, zeros behind them
     * @param dx written from {@code to} on, rows {@code dxRow} apart
     * @param part memory (rows,width)
     */
    void toInput(float[] dSums, int at, int dStride, int rows, float[] dx, int to, int dxRow, float[] part) {
        boolean all = layout.groups[0].input() >= 0;
        int begin = all ? 0 : layout.width;
        int count = (all ? depth : layout.sums()) - begin;
        for (int column = 0; column < layout.d; column += PANEL) {
            int columns = Math.min(PANEL, layout.d - column);
            boolean whole = columns == PANEL;
            float[] c = whole ? dx : part;
            int cAt = whole ? to + column : 0;
            int cRow = whole ? dxRow : PANEL;
            int panel = at(column / PANEL, begin);
            Tiles.longRowTiles(dSums, at + begin, dStride, rows, count, packed, panel, c, cAt, cRow, false);
            for (int r = 0; r < rows && !whole; r++) {
                System.arraycopy(part, r * PANEL, dx, to + r * dxRow + column, columns);
            }
        }
    }

    /**
     * gradients = sums' gradients u^T, those of the state.
     *
     * @param dSums (rows,dStride) from {@code at}, the groups side by side, zeros behind them
     * @param mask (n,gates,h) or null
     * @param gradients (rows,width)
     * @param part memory (rows,width)
     */
    void toState(
            float[] dSums, int at, int dStride, int rows, float[] mask, int maskAt, float[] gradients, float[] part) {
        int width = layout.width;
        int end = gates == RecurrentLayout.GROUPS ? depth : gates * width;
        if (mask == null) {
            for (int p = xPanels; p < panels; p++) {
                int to = (p - xPanels) * PANEL;
                Tiles.longRowTiles(dSums, at, dStride, rows, end, packed, at(p, 0), gradients, to, width, false);
            }
            return;
        }
        Arrays.fill(gradients, 0, rows * width, 0);
        for (int group = 0; group < gates; group++) {
            int begin = group * width;
            for (int p = xPanels; p < panels; p++) {
                int to = (p - xPanels) * PANEL;
                Tiles.longRowTiles(
                        dSums, at + begin, dStride, rows, width, packed, at(p, begin), part, to, width, false);
            }
            addMasked(part, mask, maskAt + layout.groups[group].state() * layout.h, gates * layout.h, rows, gradients);
        }
    }

    private void addMasked(float[] part, float[] mask, int maskAt, int maskRow, int rows, float[] gradients) {
        for (int r = 0; r < rows; r++) {
            int at = r * layout.width;
            Arithmetic.apply(BinaryOp.MULTIPLY, part, at, mask, maskAt + r * maskRow, part, at, layout.h);
            Arithmetic.apply(BinaryOp.ADD, gradients, at, part, at, gradients, at, layout.h);
        }
    }

    /** Where row {@code k} of a panel of packed weights lies. */
    private int at(int panel, int k) {
        return Scratch.FIRST + (panel * depth + k) * PANEL;
    }
}
