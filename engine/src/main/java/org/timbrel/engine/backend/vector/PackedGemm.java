package org.timbrel.engine.backend.vector;

import java.util.concurrent.atomic.AtomicInteger;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Large matrix products, whose operands are copied, so that the kernel finds all it reads in the caches and in the order in which it
 * reads:
 *
 * <pre>
 * slice    256 of k
 * columns  512 of B, packed in panels of two vectors: a slice of them takes half of a second-level cache of 1 MB
 * strip     12 rows of A, or 24 if it is transposed, copied for all these panels
 * tile      12 rows: a slice of them and a panel stay in the first-level cache while they are multiplied
 * </pre>
 *
 * The rows of a strip are copied one by one ({@link PackedRowMicrokernel}), or as panels if A is transposed ({@link
 * PanelMicrokernel}): each copy is a run of neighbours. With two panels in a strip, a cache line that lies in both is fetched once.
 * Rows that meet no more than {@value #NARROW} columns are not copied; then a strip has up to four tiles of {@link RowMicrokernel}.
 *
 * <p>A slice has a task for each thread, which takes one strip after another as long as there are any, and packs the columns for
 * itself: a core reads what lies in another one's cache more slowly than it packs. With few strips there are more groups of
 * columns. How many there are depends on the number of threads, and no result does: each number of C is the same chain of
 * multiply-adds over k, however it is cut.
 */
final class PackedGemm {
    private static final int COLUMNS = 512;
    private static final int TILE_ROWS = PackedRowMicrokernel.ROWS;

    /** Columns that don't pay for a copy of A. */
    private static final int NARROW = 64;

    /** Rows of A for each tile that a strip has where A is not copied: few rows make strips of one, so that there are enough. */
    private static final int ROWS_A_TILE = 80;

    /** Tiles of such a strip at the most. */
    private static final int MOST_TILES = 4;

    /** Strips of all groups, for each thread, at the least: then none waits long for another at the end. */
    private static final int STRIPS_A_THREAD = 4;

    private static final int PANEL = Lanes.TILE_COLUMNS;

    private final Workers workers;

    PackedGemm(Workers workers) {
        this.workers = workers;
    }

    /** c = epilogue([c +] a b) for the i-th product of the batch. */
    void multiply(MatmulShape s, int i, float[] a, float[] b, Epilogue epilogue, boolean accumulate, float[] c) {
        Product product = workers.scratch().packedProduct;
        product.begin(workers, s, i, a, b, c);
        int sliceDepth = ceilDiv(s.k(), ceilDiv(s.k(), PackedRowMicrokernel.DEPTH));
        for (int k = 0; k < s.k(); k += sliceDepth) {
            int depth = Math.min(sliceDepth, s.k() - k);
            product.multiplySlice(k, depth, accumulate || k > 0, k + depth == s.k() ? epilogue : Epilogue.NONE);
        }
    }

    /** A product on its way through the slices of k; the next one begins when it is done. */
    static final class Product implements Workers.Task {
        private final Matrix a = new Matrix();
        private final Matrix b = new Matrix();
        private final Matrix c = new Matrix();

        /** Counts the strips of a slice, group of columns by group. */
        private final AtomicInteger next = new AtomicInteger();

        private Workers workers;
        private int m;
        private int n;
        private boolean copiesLeft;
        private int stripRows;
        private int strips;
        private int groupColumns;
        private int groups;

        // of the slice that is under way
        private int k;
        private int depth;
        private boolean add;
        private Epilogue epilogue;

        void begin(Workers workers, MatmulShape s, int i, float[] a, float[] b, float[] c) {
            this.workers = workers;
            this.a.setLeft(s, a, i);
            this.b.setRight(s, b, i);
            this.c.setResult(s, c, i);
            this.m = s.m();
            this.n = s.n();
            this.copiesLeft = s.transposeA() || n > NARROW;
            this.stripRows = copiesLeft ? copiedRows() : rowsInPlace();
            this.strips = ceilDiv(m, stripRows);
            int wanted = workers.threads() == 1 ? 1 : ceilDiv(STRIPS_A_THREAD * workers.threads(), strips);
            this.groupColumns = Math.min(COLUMNS, ceilDiv(ceilDiv(n, PANEL), wanted) * PANEL);
            this.groups = ceilDiv(n, groupColumns);
        }

        private int copiedRows() {
            return a.transposed ? 2 * TILE_ROWS : TILE_ROWS;
        }

        private int rowsInPlace() {
            return Math.max(1, Math.min(m / ROWS_A_TILE, MOST_TILES)) * RowMicrokernel.MOST_ROWS;
        }

        void multiplySlice(int from, int ofDepth, boolean adds, Epilogue finish) {
            k = from;
            depth = ofDepth;
            add = adds;
            epilogue = finish;
            next.set(0);
            workers.run(Math.min(workers.threads(), groups * strips), this);
        }

        /** Multiplies strips until none is left; which ones is left to chance. */
        @Override
        public void run(int task) {
            Scratch scratch = workers.scratch();
            float[] right = null;
            int packed = -1;
            for (int i = next.getAndIncrement(); i < groups * strips; i = next.getAndIncrement()) {
                int group = i / strips;
                int column = group * groupColumns;
                int columns = Math.min(groupColumns, n - column);
                if (group != packed) {
                    right = packRight(column, columns, scratch);
                    packed = group;
                }
                int row = i % strips * stripRows;
                multiplyStrip(row, Math.min(stripRows, m - row), right, column, columns, scratch);
            }
        }

        private float[] packRight(int column, int columns, Scratch scratch) {
            float[] packed = scratch.floats(Scratch.Use.PACKED_RIGHT, ceilDiv(columns, PANEL) * PANEL * depth);
            Panels.packPanels(b, column, columns, k, depth, packed, Scratch.FIRST);
            return packed;
        }

        private void multiplyStrip(int row, int rows, float[] right, int column, int columns, Scratch scratch) {
            int to = c.at(row, column);
            if (copiesLeft) {
                multiplyCopied(row, rows, right, columns, to, scratch);
            } else {
                multiplyInPlace(row, rows, right, columns, to, scratch);
            }
            epilogue.apply(c.data, to, c.stride, rows, column, columns, scratch);
        }

        private void multiplyInPlace(int row, int rows, float[] right, int columns, int to, Scratch scratch) {
            int from = a.at(row, k);
            for (int j = 0; j < columns; j += PANEL) {
                int panel = Scratch.FIRST + j * depth;
                int width = Math.min(PANEL, columns - j);
                Tiles.rowTiles(
                        a.data, from, a.stride, rows, depth, right, panel, PANEL, c.data, to + j, c.stride, width, add,
                        scratch);
            }
        }

        private void multiplyCopied(int row, int rows, float[] right, int columns, int to, Scratch scratch) {
            float[] left = a.transposed ? packLeft(row, rows, scratch) : copyLeft(row, rows, scratch);
            for (int r = 0; r < rows; r += TILE_ROWS) {
                int count = Math.min(TILE_ROWS, rows - r);
                for (int j = 0; j < columns; j += PANEL) {
                    int cAt = to + r * c.stride + j;
                    multiplyTile(left, r, count, right, j, Math.min(PANEL, columns - j), cAt, scratch);
                }
            }
        }

        private float[] copyLeft(int row, int rows, Scratch scratch) {
            float[] copy = scratch.floats(Scratch.Use.PACKED_LEFT, rows * PackedRowMicrokernel.A_ROW);
            for (int r = 0; r < rows; r++) {
                int to = Scratch.FIRST + r * PackedRowMicrokernel.A_ROW;
                System.arraycopy(a.data, a.at(row + r, k), copy, to, depth);
            }
            return copy;
        }

        private float[] packLeft(int row, int rows, Scratch scratch) {
            int height = ColumnMicrokernel.ROWS;
            float[] packed = scratch.floats(Scratch.Use.PACKED_LEFT, ceilDiv(rows, height) * height * depth);
            for (int r = 0; r < rows; r += height) {
                int count = Math.min(height, rows - r);
                Panels.packRows(a, row + r, count, k, depth, height, packed, Scratch.FIRST + r * depth);
            }
            return packed;
        }

        /** Rows from {@code r} on of a strip times the panel that begins with column {@code j} of a group. */
        private void multiplyTile(
                float[] left, int r, int rows, float[] right, int j, int width, int to, Scratch scratch) {
            int panel = Scratch.FIRST + j * depth;
            boolean whole = width == PANEL && (!a.transposed || rows % ColumnMicrokernel.ROWS == 0);
            if (whole) {
                multiplyTile(left, r, rows, right, panel, c.data, to, c.stride);
                return;
            }
            Tile tile = scratch.tile();
            if (add) {
                tile.load(c.data, to, c.stride, rows, width);
            }
            multiplyTile(left, r, rows, right, panel, tile.data, 0, PANEL);
            tile.store(c.data, to, c.stride, rows, width);
        }

        private void multiplyTile(
                float[] left, int r, int rows, float[] right, int panel, float[] y, int to, int yRow) {
            if (!a.transposed) {
                int from = Scratch.FIRST + r * PackedRowMicrokernel.A_ROW;
                PackedRowMicrokernel.multiply(rows, left, from, right, panel, y, to, yRow, depth, add);
                return;
            }
            for (int i = 0; i < rows; i += ColumnMicrokernel.ROWS) {
                int from = Scratch.FIRST + (r + i) * depth;
                PanelMicrokernel.multiply(left, from, right, panel, y, to + i * yRow, yRow, depth, add);
            }
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
