package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * Large matrix products whose left operand lies row by row, cut so that each level of memory holds what the next level works on:
 *
 * <pre>
 * slice   up to 1,024 of k, so that C is written once in most products, and seldom fetched
 * block   panels of B of 2 vectors, 512 KB of them, packed by the thread that multiplies them: they stay in its own
 *         second-level cache
 * tile    10 rows of A, read where they lie, times one panel after another: fetched from further away for the first panel
 *         only, and slowly enough for the cache to fetch ahead
 * </pre>
 *
 * Threads share out the blocks, and strips of rows too where there are many rows and few columns; the panels are then packed
 * once for all. How the result is cut depends on the number of threads, and no result does: each number of C is the same chain
 * of multiply-adds over k in any part.
 */
final class BlockGemm {
    private static final int DEPTH = 1024;
    private static final int BLOCK = 1 << 17;
    private static final int TASKS_A_THREAD = 4;
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Rows from which on a part of them is worth a strip: A would be fetched for each block, from memory. */
    private static final int STRIP = 1000;

    private static final int TILE_ROWS = RowMicrokernel.MOST_ROWS;

    private final Workers workers;

    BlockGemm(Workers workers) {
        this.workers = workers;
    }

    /** c = epilogue([c +] a b), a not transposed. */
    void multiply(MatmulShape s, Matrix a, Matrix b, Epilogue epilogue, boolean accumulate, Matrix c) {
        int sliceDepth = ceilDiv(s.k(), ceilDiv(s.k(), DEPTH));
        for (int k = 0; k < s.k(); k += sliceDepth) {
            int depth = Math.min(sliceDepth, s.k() - k);
            Epilogue last = k + depth == s.k() ? epilogue : Epilogue.NONE;
            Slice slice = new Slice(workers, s, a, b, k, depth, accumulate || k > 0, last, c);
            workers.run(slice.tasks(), slice);
        }
    }

    /** Part of k, its result cut into strips of some rows, and those into blocks of some panels: a task is a block of a strip. */
    private static final class Slice implements Workers.Task {
        private final Workers workers;
        private final Matrix a;
        private final Matrix b;
        private final Matrix c;
        private final int m;
        private final int n;
        private final int k;
        private final int depth;
        private final boolean add;
        private final Epilogue epilogue;

        private final int rows;
        private final int strips;
        private final int panels;
        private final int blocks;

        /** All panels of b where there is more than one strip to multiply by them; else null. */
        private final float[] packed;

        Slice(
                Workers workers,
                MatmulShape s,
                Matrix a,
                Matrix b,
                int k,
                int depth,
                boolean add,
                Epilogue epilogue,
                Matrix c) {
            this.workers = workers;
            this.a = a;
            this.b = b;
            this.c = c;
            this.m = s.m();
            this.n = s.n();
            this.k = k;
            this.depth = depth;
            this.add = add;
            this.epilogue = epilogue;
            int wanted = workers.threads() == 1 ? 1 : TASKS_A_THREAD * workers.threads();
            int all = ceilDiv(n, PANEL);
            int fitting = Math.max(1, Math.min(all, BLOCK / (depth * PANEL)));
            int wantedStrips = Math.min(ceilDiv(wanted, ceilDiv(all, fitting)), Math.max(1, m / STRIP));
            this.rows = ceilDiv(ceilDiv(m, wantedStrips), TILE_ROWS) * TILE_ROWS;
            this.strips = ceilDiv(m, rows);
            this.panels = Math.min(fitting, ceilDiv(all, ceilDiv(wanted, strips)));
            this.blocks = ceilDiv(all, panels);
            this.packed = strips > 1 ? new PackedColumns(workers, b).pack(0, n, k, depth) : null;
        }

        int tasks() {
            return blocks * strips;
        }

        @Override
        public void run(int task) {
            int column = task / strips * panels * PANEL;
            int columns = Math.min(panels * PANEL, n - column);
            int row = task % strips * rows;
            int end = Math.min(m, row + rows);
            Scratch scratch = workers.scratch();
            float[] right = packed == null ? packBlock(column, columns, scratch) : packed;
            int at = Scratch.FIRST + (packed == null ? 0 : column * depth);
            for (int i = row, count; i < end; i += count) {
                count = RowMicrokernel.nextRows(end - i);
                multiplyRows(i, count, right, at, column, columns, scratch);
            }
        }

        private float[] packBlock(int column, int columns, Scratch scratch) {
            float[] block = scratch.floats(Scratch.Use.PACKED_RIGHT, ceilDiv(columns, PANEL) * PANEL * depth);
            for (int j = 0; j < columns; j += PANEL) {
                int width = Math.min(PANEL, columns - j);
                Panels.packColumns(b, column + j, width, k, depth, PANEL, block, Scratch.FIRST + j * depth);
            }
            return block;
        }

        /** The rows of one tile times a block, whose panels lie one after another from {@code at} on. */
        private void multiplyRows(int row, int count, float[] right, int at, int column, int columns, Scratch scratch) {
            int from = a.at(row, k);
            int to = c.at(row, column);
            for (int j = 0; j < columns; j += PANEL) {
                int panel = at + j * depth;
                int width = Math.min(PANEL, columns - j);
                Tiles.rowTiles(
                        a.data, from, a.stride, count, depth, right, panel, PANEL, c.data, to + j, c.stride, width, add,
                        scratch);
            }
            epilogue.apply(c.data, to, c.stride, count, column, columns, scratch);
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
