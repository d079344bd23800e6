package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Matrix product C = activation([C +] op(A) op(B) + bias), in the manner of Goto and van de Geijn ("Anatomy of
 * High-Performance Matrix Multiplication", 2008).
 *
 * <p>Large products are cut so that each level of memory holds what the next level works on:
 *
 * <pre>
 * depth    256   one slice of k, so that a panel of B (256 x 2 vectors) stays in the first-level cache
 * rows     960   the part of A that is packed at a time, in panels of 12 rows
 * columns 2048   the part of B that is packed at a time, in panels of two vectors
 * task     120 rows x 128 columns, in the second-level cache; the unit that threads share out
 * tile      12 rows x 2 vectors, in registers ({@link ColumnMicrokernel})
 * </pre>
 *
 * <p>Small ones would spend their time packing, so they read A, and B where its columns lie side by side, in place
 * ({@link RowMicrokernel}). Which way is taken depends on the shape alone.
 */
final class Gemm {
    private static final int DEPTH = 256;
    private static final int ROWS = 960;
    private static final int COLUMNS = 2048;
    private static final int TASK_ROWS = 120;
    private static final int TASK_COLUMNS = 128;
    private static final int PANEL_ROWS = ColumnMicrokernel.ROWS;
    private static final int PANEL_COLUMNS = Lanes.TILE_COLUMNS;

    private static final long SMALL_PRODUCT = 1L << 24;
    private static final int FEW_ROWS = 64;
    private static final int SMALL_TASK = 1 << 18;

    private final Workers workers;

    Gemm(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#matmul}. */
    void multiply(
            MatmulShape s, float[] a, float[] b, float[] bias, Activation activation, boolean accumulate, float[] c) {
        Epilogue epilogue = new Epilogue(bias, activation);
        if (s.k() == 0) {
            throw new IllegalArgumentException("a matrix product needs a depth k of at least 1, got " + s);
        }
        boolean small = isSmall(s);
        int smallTasks = small ? SmallCut.of(s).tasks() : 1;
        if (small) {
            workers.run(s.batch() * smallTasks, task -> {
                int i = task / smallTasks;
                smallTask(s, task % smallTasks, left(s, a, i), right(s, b, i), epilogue, accumulate, result(s, c, i));
            });
        } else {
            for (int i = 0; i < s.batch(); i++) {
                large(s, left(s, a, i), right(s, b, i), epilogue, accumulate, result(s, c, i));
            }
        }
    }

    private static boolean isSmall(MatmulShape s) {
        return !s.transposeA() && (s.m() <= FEW_ROWS || (long) s.m() * s.n() * s.k() <= SMALL_PRODUCT);
    }

    private static Matrix left(MatmulShape s, float[] a, int i) {
        return new Matrix(a, i * s.m() * s.k(), s.transposeA() ? s.m() : s.k(), s.transposeA());
    }

    private static Matrix right(MatmulShape s, float[] b, int i) {
        return new Matrix(b, i * s.k() * s.n(), s.transposeB() ? s.k() : s.n(), s.transposeB());
    }

    private static Matrix result(MatmulShape s, float[] c, int i) {
        return new Matrix(c, i * s.m() * s.n(), s.n(), false);
    }

    // --- small products ---

    /** How a small product is cut into tasks: strips of rows, and groups of panels within them. */
    private record SmallCut(int rows, int panels, int strips, int groups) {
        static SmallCut of(MatmulShape s) {
            int strips = ceilDiv(s.m(), FEW_ROWS);
            int rows = ceilDiv(s.m(), strips);
            int allPanels = ceilDiv(s.n(), PANEL_COLUMNS);
            long work = (long) rows * PANEL_COLUMNS * s.k();
            int panels = (int) Math.min(allPanels, Math.max(1, SMALL_TASK / work));
            return new SmallCut(rows, panels, strips, ceilDiv(allPanels, panels));
        }

        int tasks() {
            return strips * groups;
        }
    }

    private void smallTask(
            MatmulShape s, int task, Matrix a, Matrix b, Epilogue epilogue, boolean accumulate, Matrix c) {
        SmallCut cut = SmallCut.of(s);
        int row = task / cut.groups() * cut.rows();
        int rows = Math.min(cut.rows(), s.m() - row);
        int first = task % cut.groups() * cut.panels() * PANEL_COLUMNS;
        int end = Math.min(first + cut.panels() * PANEL_COLUMNS, s.n());
        Scratch scratch = workers.scratch();
        float[] packed = scratch.floats(Scratch.Use.PACKED_RIGHT, s.k() * PANEL_COLUMNS);
        Tile tile = new Tile(scratch);
        for (int column = first; column < end; column += PANEL_COLUMNS) {
            int columns = Math.min(PANEL_COLUMNS, end - column);
            boolean inPlace = !b.transposed && columns == PANEL_COLUMNS;
            if (!inPlace) {
                Panels.packColumns(b, column, columns, 0, s.k(), PANEL_COLUMNS, packed, 0);
            }
            float[] panel = inPlace ? b.data : packed;
            int panelAt = inPlace ? b.at(0, column) : 0;
            int panelStep = inPlace ? b.stride : PANEL_COLUMNS;
            for (int done = 0, step; done < rows; done += step) {
                step = RowMicrokernel.nextRows(rows - done);
                int from = a.at(row + done, 0);
                int to = c.at(row + done, column);
                if (columns == PANEL_COLUMNS) {
                    RowMicrokernel.multiply(
                            step,
                            a.data,
                            from,
                            a.stride,
                            panel,
                            panelAt,
                            panelStep,
                            c.data,
                            to,
                            c.stride,
                            s.k(),
                            accumulate);
                } else {
                    RowMicrokernel.multiply(
                            step,
                            a.data,
                            from,
                            a.stride,
                            panel,
                            panelAt,
                            panelStep,
                            tile.data,
                            0,
                            PANEL_COLUMNS,
                            s.k(),
                            false);
                    tile.store(c.data, to, c.stride, step, columns, accumulate);
                }
            }
        }
        epilogue.apply(c.data, c.at(row, first), c.stride, rows, first, end - first);
    }

    // --- large products ---

    private void large(MatmulShape s, Matrix a, Matrix b, Epilogue epilogue, boolean accumulate, Matrix c) {
        int slices = ceilDiv(s.k(), DEPTH);
        int sliceDepth = ceilDiv(s.k(), slices);
        for (int k = 0; k < s.k(); k += sliceDepth) {
            int depth = Math.min(sliceDepth, s.k() - k);
            boolean add = accumulate || k > 0;
            Epilogue last = k + depth == s.k() ? epilogue : Epilogue.NONE;
            for (int column = 0; column < s.n(); column += COLUMNS) {
                int columns = Math.min(COLUMNS, s.n() - column);
                float[] right = packRight(b, column, columns, k, depth);
                for (int row = 0; row < s.m(); row += ROWS) {
                    Block block = new Block(row, Math.min(ROWS, s.m() - row), column, columns, depth);
                    float[] left = packLeft(a, row, block.rows, k, depth);
                    workers.run(block.tasks(), task -> multiplyBlock(block, task, left, right, add, last, c));
                }
            }
        }
    }

    private float[] packRight(Matrix b, int column, int columns, int k, int depth) {
        int panels = ceilDiv(columns, PANEL_COLUMNS);
        int size = depth * PANEL_COLUMNS;
        float[] packed = workers.scratch().floats(Scratch.Use.PACKED_RIGHT, panels * size);
        int each = Math.max(1, TASK_COLUMNS / PANEL_COLUMNS);
        workers.run(ceilDiv(panels, each), task -> {
            for (int p = task * each; p < Math.min(panels, (task + 1) * each); p++) {
                int from = p * PANEL_COLUMNS;
                int count = Math.min(PANEL_COLUMNS, columns - from);
                Panels.packColumns(b, column + from, count, k, depth, PANEL_COLUMNS, packed, p * size);
            }
        });
        return packed;
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
