package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * Large matrix products, cut so that each level of memory holds what the next level works on:
 *
 * <pre>
 * depth    256   one slice of k, so that a panel of B (256 x 2 vectors) stays in the first-level cache
 * rows     960   the part of A that is packed at a time, in panels of 12 rows
 * columns 2048   the part of B that is packed at a time, in panels of two vectors
 * task     120 rows x 128 columns, in the second-level cache; the unit that threads share out
 * tile      12 rows x 2 vectors, in registers ({@link ColumnMicrokernel})
 * </pre>
 */
final class PackedGemm {
    private static final int DEPTH = 256;
    private static final int ROWS = 960;
    private static final int COLUMNS = 2048;
    private static final int TASK_ROWS = 120;
    private static final int TASK_COLUMNS = 128;
    private static final int PANEL_ROWS = ColumnMicrokernel.ROWS;
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    private final Workers workers;

    PackedGemm(Workers workers) {
        this.workers = workers;
    }

    /** c = epilogue([c +] a b). */
    void multiply(MatmulShape s, Matrix a, Matrix b, Epilogue epilogue, boolean accumulate, Matrix c) {
        int slices = ceilDiv(s.k(), DEPTH);
        int sliceDepth = ceilDiv(s.k(), slices);
        for (int k = 0; k < s.k(); k += sliceDepth) {
            int depth = Math.min(sliceDepth, s.k() - k);
            boolean add = accumulate || k > 0;
            Epilogue last = k + depth == s.k() ? epilogue : Epilogue.NONE;
            for (int column = 0; column < s.n(); column += COLUMNS) {
                int columns = Math.min(COLUMNS, s.n() - column);
                float[] right = Panels.packAllColumns(workers, b, column, columns, k, depth);
                for (int row = 0; row < s.m(); row += ROWS) {
                    Block block = new Block(row, Math.min(ROWS, s.m() - row), column, columns, depth);
                    float[] left = packLeft(a, row, block.rows, k, depth);
                    workers.run(block.tasks(), task -> multiplyBlock(block, task, left, right, add, last, c));
                }
            }
        }
    }

    private float[] packLeft(Matrix a, int row, int rows, int k, int depth) {
        int panels = ceilDiv(rows, PANEL_ROWS);
        int size = depth * PANEL_ROWS;
        float[] packed = workers.scratch().floats(Scratch.Use.PACKED_LEFT, panels * size);
        int each = TASK_ROWS / PANEL_ROWS;
        workers.run(ceilDiv(panels, each), task -> {
            for (int p = task * each; p < Math.min(panels, (task + 1) * each); p++) {
                int from = p * PANEL_ROWS;
                int count = Math.min(PANEL_ROWS, rows - from);
                Panels.packRows(a, row + from, count, k, depth, PANEL_ROWS, packed, p * size);
            }
        });
        return packed;
    }

    /** A part of C for which both operands are packed. */
    private static final class Block {
        final int row;
        final int rows;
        final int column;
        final int columns;
        final int depth;

        Block(int row, int rows, int column, int columns, int depth) {
            this.row = row;
            this.rows = rows;
            this.column = column;
            this.columns = columns;
            this.depth = depth;
        }

        int columnGroups() {
            return ceilDiv(columns, TASK_COLUMNS);
        }

        int tasks() {
            return ceilDiv(rows, TASK_ROWS) * columnGroups();
        }
    }

    private void multiplyBlock(
            Block block, int task, float[] left, float[] right, boolean add, Epilogue epilogue, Matrix c) {
        int firstRow = task / block.columnGroups() * TASK_ROWS;
        int endRow = Math.min(firstRow + TASK_ROWS, block.rows);
        int firstColumn = task % block.columnGroups() * TASK_COLUMNS;
        int endColumn = Math.min(firstColumn + TASK_COLUMNS, block.columns);
        int depth = block.depth;
        Tile tile = new Tile(workers.scratch());
        for (int j = firstColumn; j < endColumn; j += PANEL_COLUMNS) {
            int columns = Math.min(PANEL_COLUMNS, endColumn - j);
            for (int i = firstRow; i < endRow; i += PANEL_ROWS) {
                int rows = Math.min(PANEL_ROWS, endRow - i);
                int to = c.at(block.row + i, block.column + j);
                if (rows == PANEL_ROWS && columns == PANEL_COLUMNS) {
                    ColumnMicrokernel.multiply(
                            left,
                            i * depth,
                            PANEL_ROWS,
                            right,
                            j * depth,
                            PANEL_COLUMNS,
                            c.data,
                            to,
                            c.stride,
                            depth,
                            add);
                } else {
                    ColumnMicrokernel.multiply(
                            left,
                            i * depth,
                            PANEL_ROWS,
                            right,
                            j * depth,
                            PANEL_COLUMNS,
                            tile.data,
                            0,
                            PANEL_COLUMNS,
                            depth,
                            false);
                    tile.store(c.data, to, c.stride, rows, columns, add);
                }
            }
        }
        epilogue.apply(
                c.data,
                c.at(block.row + firstRow, block.column + firstColumn),
                c.stride,
                endRow - firstRow,
                block.column + firstColumn,
                endColumn - firstColumn);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
