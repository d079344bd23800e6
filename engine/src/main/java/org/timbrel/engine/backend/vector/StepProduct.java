package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/**
 * The product that makes the sums of one step of a recurrent layer, for the sequences of a chunk, and its way back. The
 * weights are packed once for all steps and stay in the second-level cache.
 */
final class StepProduct {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    private final RecurrentLayout layout;
    private final int depth;
    private final int panels;
    private final float[] packed;

    private StepProduct(RecurrentLayout layout, int depth, int panels, float[] packed) {
        this.layout = layout;
        this.depth = depth;
        this.panels = panels;
        this.packed = packed;
    }

    /**
     * Packs the weights for {@link #forward}.
     *
     * @param w (d,gates h), not read if the layout's d is 0
     * @param u (h,gates h)
     * @param bias (4,h), a row a group
     */
    static StepProduct forward(Workers workers, RecurrentLayout layout, float[] w, float[] u, float[] bias, int gates) {
        int d = layout.d;
        int h = layout.h;
        int depth = RecurrentLayout.whole(layout.inputs + h);
        int panels = layout.sums() / PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, panels * depth * PANEL);
        workers.runRows(panels, depth * PANEL, (first, count) -> {
            for (int p = first; p < first + count; p++) {
                int group = p * PANEL / layout.width;
                int column = p * PANEL % layout.width;
                int columns = Math.max(0, Math.min(PANEL, h - column));
                Group from = layout.groups[group];
                int at = Scratch.FIRST + p * depth * PANEL;
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
        });
        return new StepProduct(layout, depth, panels, packed);
    }

    /**
     * Packs the weights for {@link #back}: the transpose of w, if the gradient of x is wanted, and that of u.
     *
     * @param w (d,gates h), null if the gradient of x is not wanted
     */
    static StepProduct back(Workers workers, RecurrentLayout layout, float[] w, float[] u, int gates) {
        int depth = RecurrentLayout.whole(layout.sums());
        int xPanels = w == null ? 0 : (layout.d + PANEL - 1) / PANEL;
        int panels = xPanels + layout.width / PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, panels * depth * PANEL);
        workers.runRows(panels, depth * PANEL, (first, count) -> {
            for (int p = first; p < first + count; p++) {
                boolean input = p < xPanels;
                int column = (input ? p : p - xPanels) * PANEL;
                int columns = Math.max(0, Math.min(PANEL, (input ? layout.d : layout.h) - column));
                int at = Scratch.FIRST + p * depth * PANEL;
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
        });
        return new StepProduct(layout, depth, panels, packed);
    }

    /**
     * sums [+]= inputs [w; bias; u].
     *
     * @param inputs (rows,stride) from {@code at}, as the layout says
     * @param sums (rows,4 width)
     * @param add whether what is in sums counts
     */
    void forward(float[] inputs, int at, int rows, float[] sums, boolean add) {
        int stride = layout.sums();
        for (int p = 0; p < panels; p++) {
            int group = p * PANEL / layout.width;
            Group of = layout.groups[group];
            int to = p * PANEL;
            int begin = of.input() >= 0 ? 0 : RecurrentLayout.wholeBefore(layout.d);
            int end = of.state() >= 0 && !layout.masked() ? depth : layout.inputs;
            multiply(inputs, at + begin, layout.stride, rows, p, begin, end - begin, sums, to, stride, add);
            if (of.state() >= 0 && layout.masked()) {
                int state = layout.stateOf(group);
                multiply(inputs, at + state, layout.stride, rows, p, layout.inputs, layout.h, sums, to, stride, true);
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
    void backToInput(float[] dSums, int at, int dStride, int rows, float[] dx, int to, int dxRow, float[] part) {
        boolean all = layout.groups[0].input() >= 0;
        int begin = all ? 0 : layout.width;
        int count = (all ? depth : layout.sums()) - begin;
        for (int column = 0; column < layout.d; column += PANEL) {
            int columns = Math.min(PANEL, layout.d - column);
            boolean whole = columns == PANEL;
            float[] c = whole ? dx : part;
            int cAt = whole ? to + column : 0;
            int cRow = whole ? dxRow : PANEL;
            multiply(dSums, at + begin, dStride, rows, column / PANEL, begin, count, c, cAt, cRow, false);
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
    void back(float[] dSums, int at, int dStride, int rows, float[] mask, int maskAt, float[] gradients, float[] part) {
        int width = layout.width;
        int xPanels = panels - width / PANEL;
        Group[] groups = layout.groups;
        boolean all = groups[RecurrentLayout.GROUPS - 1].state() >= 0;
        int gates = all ? RecurrentLayout.GROUPS : RecurrentLayout.GROUPS - 1;
        int end = all ? depth : gates * width;
        if (mask == null) {
            for (int p = xPanels; p < panels; p++) {
                multiply(dSums, at, dStride, rows, p, 0, end, gradients, (p - xPanels) * PANEL, width, false);
            }
            return;
        }
        Arrays.fill(gradients, 0, rows * width, 0);
        for (int group = 0; group < gates; group++) {
            int begin = group * width;
            for (int p = xPanels; p < panels; p++) {
                multiply(dSums, at + begin, dStride, rows, p, begin, width, part, (p - xPanels) * PANEL, width, false);
            }
            addMasked(part, mask, maskAt + groups[group].state() * layout.h, gates * layout.h, rows, gradients);
        }
    }

    private void addMasked(float[] part, float[] mask, int maskAt, int maskRow, int rows, float[] gradients) {
        for (int r = 0; r < rows; r++) {
            int at = r * layout.width;
            Arithmetic.apply(BinaryOp.MULTIPLY, part, at, mask, maskAt + r * maskRow, part, at, layout.h);
            Arithmetic.apply(BinaryOp.ADD, gradients, at, part, at, gradients, at, layout.h);
        }
    }

    /** c [+]= a times a panel of packed weights, from row {@code from} of the panel on. */
    private void multiply(
            float[] a,
            int at,
            int aRow,
            int rows,
            int panel,
            int from,
            int count,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        int b = Scratch.FIRST + (panel * depth + from) * PANEL;
        for (int r = 0, size; r < rows; r += size) {
            size = RowMicrokernel.nextRows(rows - r);
            LongRowMicrokernel.multiply(size, a, at + r * aRow, aRow, packed, b, c, cAt + r * cRow, cRow, count, add);
        }
    }
}
