package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * Small and thin matrix products, of which A is read where it lies: by {@link RowMicrokernel}, or by {@link ColumnMicrokernel}
 * if it is transposed. B is read where it lies if its columns lie side by side and A is transposed or has a row or two; else
 * it is packed in panels. Strips of rows and groups of panels are the unit that threads share out.
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

    /** c = epilogue([c +] a b) for every product of the batch. */
    void multiply(MatmulShape s, float[] a, float[] b, Epilogue epilogue, boolean accumulate, float[] c) {
        Product product = workers.scratch().inPlaceProduct;
        product.begin(workers, s, a, b, epilogue, accumulate, c);
        workers.run(s.batch() * product.tasks(), product);
    }

    /**
     * The products of a batch, each cut into strips of rows, groups of panels within them, and slices of k within these. A task
     * is a group. The next batch begins when all are done.
     */
    static final class Product implements Workers.Task {
        private final PackedColumns columnsOnce = new PackedColumns();

        private Workers workers;
        private MatmulShape s;
        private float[] a;
        private float[] b;
        private float[] c;
        private Epilogue epilogue;
        private boolean accumulate;

        private int stripRows;
        private int groupPanels;
        private int groups;
        private int depth;

        /** All panels of b, packed once for all strips; null where each task reads or packs its own. */
        private float[] packed;

        void begin(
                Workers workers,
                MatmulShape s,
                float[] a,
                float[] b,
                Epilogue epilogue,
                boolean accumulate,
                float[] c) {
            this.workers = workers;
            this.s = s;
            this.a = a;
            this.b = b;
            this.c = c;
            this.epilogue = epilogue;
            this.accumulate = accumulate;
            int allPanels = ceilDiv(s.n(), PANEL_COLUMNS);
            boolean little = (long) s.m() * s.n() * s.k() <= TASK;
            int rows = little ? s.m() : Math.min(s.m(), STRIP);
            this.groupPanels = little
                    ? allPanels
                    : (int) Math.max(1, Math.min(allPanels, TASK / ((long) rows * PANEL_COLUMNS * s.k())));
            this.stripRows = rows < s.m() && groupPanels == 1 ? Math.min(rows, 40) : rows;
            this.groups = ceilDiv(allPanels, groupPanels);
            this.depth = ceilDiv(s.k(), ceilDiv(s.k(), DEPTH));
            boolean packOnce = s.batch() == 1
                    && stripRows < s.m()
                    && (!s.transposeA() || s.transposeB() || s.n() % PANEL_COLUMNS != 0);
            this.packed = packOnce ? columnsOnce.pack(workers, s, b) : null;
        }

        /** Tasks of each product of the batch. */
        int tasks() {
            return ceilDiv(s.m(), stripRows) * groups;
        }

        @Override
        public void run(int task) {
            int i = task / tasks();
            int row = task % tasks() / groups * stripRows;
            int column = task % groups * groupPanels * PANEL_COLUMNS;
            int rows = Math.min(stripRows, s.m() - row);
            int columns = Math.min(groupPanels * PANEL_COLUMNS, s.n() - column);
            Scratch scratch = workers.scratch();
            for (int j = 0; j < columns; j += PANEL_COLUMNS) {
                panel(i, row, rows, column + j, Math.min(PANEL_COLUMNS, columns - j), scratch);
            }
            int to = (i * s.m() + row) * s.n() + column;
            epilogue.apply(c, to, s.n(), rows, column, columns, scratch);
        }

        /** One panel of columns for a strip of rows of the i-th product. */
        private void panel(int i, int row, int rows, int column, int columns, Scratch scratch) {
            float[] panel = packed;
            int at = Scratch.FIRST + column * s.k();
            int step = PANEL_COLUMNS;
            int right = i * s.k() * s.n() + (s.transposeB() ? column * s.k() : column);
            boolean anyStep = s.transposeA() || rows <= RowMicrokernel.FEW_ROWS;
            if (packed == null && !s.transposeB() && columns == PANEL_COLUMNS && anyStep) {
                panel = b;
                at = right;
                step = s.n();
            } else if (packed == null) {
                panel = scratch.floats(Scratch.Use.PANEL, s.k() * PANEL_COLUMNS);
                at = Scratch.FIRST;
                int stride = s.transposeB() ? s.k() : s.n();
                Panels.packColumns(
                        b, right, stride, s.transposeB(), columns, s.k(), PANEL_COLUMNS, panel, Scratch.FIRST);
            }
            int left = i * s.m() * s.k();
            int to = (i * s.m() + row) * s.n() + column;
            for (int k = 0; k < s.k(); k += depth) {
                int count = Math.min(depth, s.k() - k);
                int first = at + k * step;
                boolean add = accumulate || k > 0;
                if (s.transposeA()) {
                    int from = left + k * s.m() + row;
                    Tiles.columnTiles(
                            a, from, s.m(), rows, count, panel, first, step, c, to, s.n(), columns, add, scratch);
                } else {
                    int from = left + row * s.k() + k;
                    Tiles.rowTiles(
                            a, from, s.k(), rows, count, panel, first, step, c, to, s.n(), columns, add, scratch);
                }
            }
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
