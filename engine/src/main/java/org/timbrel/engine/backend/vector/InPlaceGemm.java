package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * Small and thin matrix products, whose operands are read where they lie: A by {@link RowMicrokernel}, or by
 * {@link ColumnMicrokernel} if it is transposed; B as it is where its columns lie side by side, else packed in panels.
 * Strips of rows and groups of panels are the unit that threads share out.
 */
final class InPlaceGemm {
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    /** Rows of a strip: a multiple of all microkernels' rows. */
    private static final int STRIP = 120;

    /** Multiplications that pay for handing out a task. */
    private static final int TASK = 1 << 18;

    /** Slice of k whose panel of B stays in the first- or second-level cache. */
    private static final int DEPTH = 512;

    private final Workers workers;

    InPlaceGemm(Workers workers) {
        this.workers = workers;
    }

    /** How a product is cut: into strips of rows, groups of panels within them, and slices of k within these. */
    private record Cut(int rows, int strips, int panels, int groups, int depth) {
        static Cut of(MatmulShape s) {
            int allPanels = ceilDiv(s.n(), PANEL_COLUMNS);
            boolean little = (long) s.m() * s.n() * s.k() <= TASK;
            int rows = little ? s.m() : Math.min(s.m(), STRIP);
            int panels = (int) Math.max(1, Math.min(allPanels, TASK / ((long) rows * PANEL_COLUMNS * s.k())));
            if (rows < s.m() && panels == 1) {
                rows = Math.min(rows, 40);
            }
            int depth = ceilDiv(s.k(), ceilDiv(s.k(), DEPTH));
            return new Cut(rows, ceilDiv(s.m(), rows), panels, ceilDiv(allPanels, panels), depth);
        }

        int tasks() {
            return strips * groups;
        }
    }

    /** c = epilogue([c +] a b) for every product of the batch. */
    void multiply(MatmulShape s, float[] a, float[] b, Epilogue epilogue, boolean accumulate, float[] c) {
        Cut cut = Cut.of(s);
        boolean packOnce = s.batch() == 1 && cut.strips() > 1 && (s.transposeB() || s.n() % PANEL_COLUMNS != 0);
        Matrix left = Gemm.left(s, a, 0);
        Matrix right = Gemm.right(s, b, 0);
        float[] packed = packOnce ? Panels.packAllColumns(workers, right, 0, s.n(), 0, s.k()) : null;
        workers.run(s.batch() * cut.tasks(), task -> {
            int i = task / cut.tasks();
            int row = task % cut.tasks() / cut.groups() * cut.rows();
            int column = task % cut.groups() * cut.panels() * PANEL_COLUMNS;
            int rows = Math.min(cut.rows(), s.m() - row);
            int columns = Math.min(cut.panels() * PANEL_COLUMNS, s.n() - column);
            for (int j = 0; j < columns; j += PANEL_COLUMNS) {
                int width = Math.min(PANEL_COLUMNS, columns - j);
                panel(s, cut, i, left, row, rows, right, packed, column + j, width, accumulate, c);
            }
            int to = (i * s.m() + row) * s.n() + column;
            epilogue.apply(c, to, s.n(), rows, column, columns, workers.scratch());
        });
    }

    /**
     * One panel of columns for a strip of rows of the i-th product. The products of a batch lie one after another, so the
     * matrices of the first are those of all: there the i-th begins so many rows, columns or steps of k further on.
     */
    private void panel(
            MatmulShape s,
            Cut cut,
            int i,
            Matrix a,
            int row,
            int rows,
            Matrix b,
            float[] packed,
            int column,
            int columns,
            boolean accumulate,
            float[] c) {
        Scratch scratch = workers.scratch();
        int aRow = s.transposeA() ? row : i * s.m() + row;
        int aDepth = s.transposeA() ? i * s.k() : 0;
        int bDepth = s.transposeB() ? 0 : i * s.k();
        int bColumn = s.transposeB() ? i * s.n() + column : column;
        float[] panel = packed;
        int at = column * s.k();
        int step = PANEL_COLUMNS;
        if (packed == null && !b.transposed && columns == PANEL_COLUMNS) {
            panel = b.data;
            at = b.at(bDepth, bColumn);
            step = b.stride;
        } else if (packed == null) {
            panel = scratch.floats(Scratch.Use.PANEL, s.k() * PANEL_COLUMNS);
            at = 0;
            Panels.packColumns(b, bColumn, columns, bDepth, s.k(), PANEL_COLUMNS, panel, 0);
        }
        for (int k = 0; k < s.k(); k += cut.depth()) {
            int depth = Math.min(cut.depth(), s.k() - k);
            Tiles.multiply(
                    a,
                    aRow,
                    rows,
                    aDepth + k,
                    depth,
                    panel,
                    at + k * step,
                    step,
                    c,
                    (i * s.m() + row) * s.n() + column,
                    s.n(),
                    columns,
                    accumulate || k > 0,
                    scratch);
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
