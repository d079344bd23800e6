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
            Slice slice = new Slice(a, b, k, depth, accumulate || k > 0, last, c);
            multiply(slice, Cut.of(s, depth, workers.threads()));
        }
    }

    /** Part of k: its operands, and what to do with the result. */
    private record Slice(Matrix a, Matrix b, int k, int depth, boolean add, Epilogue epilogue, Matrix c) {}

    /** How a result is cut into strips of some rows, and those into blocks of some panels. */
    private record Cut(int m, int n, int rows, int strips, int panels, int blocks) {
        static Cut of(MatmulShape s, int depth, int threads) {
            int wanted = threads == 1 ? 1 : TASKS_A_THREAD * threads;
            int all = ceilDiv(s.n(), PANEL);
            int panels = Math.max(1, Math.min(all, BLOCK / (depth * PANEL)));
            int strips = Math.min(ceilDiv(wanted, ceilDiv(all, panels)), Math.max(1, s.m() / STRIP));
            int rows = ceilDiv(ceilDiv(s.m(), strips), TILE_ROWS) * TILE_ROWS;
            strips = ceilDiv(s.m(), rows);
            panels = Math.min(panels, ceilDiv(all, ceilDiv(wanted, strips)));
            return new Cut(s.m(), s.n(), rows, strips, panels, ceilDiv(all, panels));
        }
    }

    private void multiply(Slice slice, Cut cut) {
        boolean once = cut.strips > 1;
        float[] all = once ? Panels.packAllColumns(workers, slice.b, 0, cut.n, slice.k, slice.depth) : null;
        workers.run(cut.blocks * cut.strips, task -> {
            int column = task / cut.strips * cut.panels * PANEL;
            int columns = Math.min(cut.panels * PANEL, cut.n - column);
            int row = task % cut.strips * cut.rows;
            int end = Math.min(cut.m, row + cut.rows);
            float[] right = once ? all : packBlock(slice, column, columns);
            int at = once ? column * slice.depth : 0;
            for (int i = row, rows; i < end; i += rows) {
                rows = RowMicrokernel.nextRows(end - i);
                multiplyRows(slice, i, rows, right, at, column, columns);
            }
        });
    }

    private float[] packBlock(Slice slice, int column, int columns) {
        int depth = slice.depth;
        float[] packed = workers.scratch().floats(Scratch.Use.PACKED_RIGHT, ceilDiv(columns, PANEL) * PANEL * depth);
        for (int j = 0; j < columns; j += PANEL) {
            int width = Math.min(PANEL, columns - j);
            Panels.packColumns(slice.b, column + j, width, slice.k, depth, PANEL, packed, j * depth);
        }
        return packed;
    }

    /** The rows of one tile times a block, whose panels lie one after another from {@code at} on. */
    private void multiplyRows(Slice slice, int row, int rows, float[] right, int at, int column, int columns) {
        Matrix a = slice.a;
        Matrix c = slice.c;
        int depth = slice.depth;
        int from = a.at(row, slice.k);
        int to = c.at(row, column);
        Scratch scratch = workers.scratch();
        for (int j = 0; j < columns; j += PANEL) {
            int panel = at + j * depth;
            int width = Math.min(PANEL, columns - j);
            Tiles.rowTiles(
                    a.data, from, a.stride, rows, depth, right, panel, PANEL, c.data, to + j, c.stride, width,
                    slice.add, scratch);
        }
        slice.epilogue.apply(c.data, to, c.stride, rows, column, columns, scratch);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
