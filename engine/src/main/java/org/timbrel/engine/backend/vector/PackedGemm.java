package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * Large matrix products whose left operand is transposed, cut so that each level of memory holds what the next level works on:
 *
 * <pre>
 * slice    512 of k: a panel of B (512 x 2 vectors) streams from the second-level cache, and C is fetched seldom
 * columns 2048, the part of B that is packed at a time, in panels of two vectors; all threads share it
 * strip    132 rows of A, packed by the thread that multiplies them, so that they lie in its own second-level cache
 * tile      12 rows x 2 vectors, in registers ({@link ColumnMicrokernel})
 * </pre>
 *
 * A is packed in the order in which it lies, as panels as wide as a tile is high: each copy is a run of neighbours.
 *
 * <p>Threads share out the strips, and with few strips groups of panels within them. How many groups there are depends
 * on the number of threads, and no result does: each number of C is the same chain of multiply-adds over k in any group.
 */
final class PackedGemm {
    private static final int DEPTH = 512;
    private static final int COLUMNS = 2048;
    private static final int STRIP = 132;
    private static final int TASKS_A_THREAD = 4;
    private static final int PANEL_ROWS = ColumnMicrokernel.ROWS;
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    private final Workers workers;

    PackedGemm(Workers workers) {
        this.workers = workers;
    }

    /** c = epilogue([c +] a b), a transposed. */
    void multiply(MatmulShape s, Matrix a, Matrix b, Epilogue epilogue, boolean accumulate, Matrix c) {
        Product product = new Product(workers, s.m(), a, c);
        PackedColumns right = new PackedColumns(workers, b);
        int sliceDepth = ceilDiv(s.k(), ceilDiv(s.k(), DEPTH));
        for (int k = 0; k < s.k(); k += sliceDepth) {
            int depth = Math.min(sliceDepth, s.k() - k);
            Epilogue last = k + depth == s.k() ? epilogue : Epilogue.NONE;
            for (int column = 0; column < s.n(); column += COLUMNS) {
                int columns = Math.min(COLUMNS, s.n() - column);
                float[] packed = right.pack(column, columns, k, depth);
                product.multiplySlice(packed, column, columns, k, depth, accumulate || k > 0, last);
            }
        }
    }

    /** A product on its way through the slices of k and of columns: a task is a strip of rows times a group of panels of one. */
    private static final class Product implements Workers.Task {
        private final Workers workers;
        private final int rows;
        private final Matrix a;
        private final Matrix c;
        private final int strip;

        // of the slice that is under way
        private float[] right;
        private int column;
        private int columns;
        private int k;
        private int depth;
        private boolean add;
        private Epilogue epilogue;
        private int panels;
        private int groups;

        Product(Workers workers, int rows, Matrix a, Matrix c) {
            this.workers = workers;
            this.rows = rows;
            this.a = a;
            this.c = c;
            this.strip = ceilDiv(ceilDiv(rows, ceilDiv(rows, STRIP)), PANEL_ROWS) * PANEL_ROWS;
        }

        /** All rows of A times the packed part of B. */
        void multiplySlice(
                float[] packed, int from, int count, int firstK, int ofDepth, boolean adds, Epilogue finish) {
            right = packed;
            column = from;
            columns = count;
            k = firstK;
            depth = ofDepth;
            add = adds;
            epilogue = finish;
            int strips = ceilDiv(rows, STRIP);
            int wanted = workers.threads() == 1 ? 1 : ceilDiv(TASKS_A_THREAD * workers.threads(), strips);
            panels = ceilDiv(ceilDiv(columns, PANEL_COLUMNS), wanted);
            groups = ceilDiv(columns, panels * PANEL_COLUMNS);
            workers.run(ceilDiv(rows, strip) * groups, this);
        }

        @Override
        public void run(int task) {
            Scratch scratch = workers.scratch();
            int row = task / groups * strip;
            int count = Math.min(strip, rows - row);
            int from = task % groups * panels * PANEL_COLUMNS;
            int end = Math.min(columns, from + panels * PANEL_COLUMNS);
            float[] left = packLeft(row, count, scratch);
            for (int j = from; j < end; j += PANEL_COLUMNS) {
                int to = c.at(row, column + j);
                multiplyPanel(left, count, j, to, Math.min(PANEL_COLUMNS, end - j), scratch);
            }
            int to = c.at(row, column + from);
            epilogue.apply(c.data, to, c.stride, count, column + from, end - from, scratch);
        }

        private float[] packLeft(int row, int count, Scratch scratch) {
            int panelRows = ceilDiv(count, PANEL_ROWS) * PANEL_ROWS;
            float[] packed = scratch.floats(Scratch.Use.PACKED_LEFT, panelRows * depth);
            for (int i = 0; i < count; i += PANEL_ROWS) {
                int height = Math.min(PANEL_ROWS, count - i);
                Panels.packRows(a, row + i, height, k, depth, PANEL_ROWS, packed, i * depth);
            }
            return packed;
        }

        /** A packed strip times one panel of columns. */
        private void multiplyPanel(float[] left, int count, int from, int to, int width, Scratch scratch) {
            int at = Scratch.FIRST + from * depth;
            for (int i = 0; i < count; i += PANEL_ROWS) {
                int height = Math.min(PANEL_ROWS, count - i);
                int row = to + i * c.stride;
                Tiles.columnTiles(
                        left,
                        i * depth,
                        PANEL_ROWS,
                        height,
                        depth,
                        right,
                        at,
                        PANEL_COLUMNS,
                        c.data,
                        row,
                        c.stride,
                        width,
                        add,
                        scratch);
            }
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
