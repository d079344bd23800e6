package org.timbrel.benchmarks.kernels.matmul;

import java.util.Arrays;

/**
 * Rung 6, packing: before they are multiplied, parts of A and B are copied in the order in which the tile reads them, so
 * that each load touches the next address.
 *
 * <pre>
 *   B as it lies              B packed: a panel as wide as a tile
 *   1 2 . . . .               1 2 3 4 5 6 ...
 *   3 4 . . . .        ->     one walk, no gaps, no competing for the cache
 *   5 6 . . . .
 * </pre>
 *
 * Copying costs m k + k n steps and multiplying m n k, so the copies pay from some dozens of rows on. What a matrix lacks
 * to a full panel is filled with zeros, so one kernel does the edges too; their tile is computed aside and the part that
 * counts is added to C. A's panel stays in the first-level cache, all panels of B in the second- and third-level one.
 * This is the scheme of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008.
 *
 * <p>What limits it: one core, and what a tile costs besides its multiply-adds, such as fetching its part of C.
 */
public final class Packing implements MatmulKernel {
    private static final int ROWS = RegisterTile.ROWS;
    private static final int COLUMNS = RegisterTile.COLUMNS;
    private static final int DEPTH = 256;

    @Override
    public void multiply(int m, int n, int k, float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0, m * n, 0);
        int panels = (n + COLUMNS - 1) / COLUMNS;
        float[] right = new float[panels * COLUMNS * DEPTH];
        float[] left = new float[ROWS * DEPTH];
        float[] tile = new float[ROWS * COLUMNS];
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            packRight(b, n, p, depth, right);
            for (int i = 0; i < m; i += ROWS) {
                int rows = Math.min(ROWS, m - i);
                packLeft(a, i * k + p, k, rows, depth, left);
                for (int j = 0; j < n; j += COLUMNS) {
                    if (rows == ROWS && j + COLUMNS <= n) {
                        RegisterTile.tile(left, 0, 1, ROWS, right, j * depth, COLUMNS, c, i * n + j, n, depth);
                    } else {
                        Arrays.fill(tile, 0);
                        RegisterTile.tile(left, 0, 1, ROWS, right, j * depth, COLUMNS, tile, 0, COLUMNS, depth);
                        addPart(tile, c, i * n + j, n, rows, Math.min(COLUMNS, n - j));
                    }
                }
            }
        }
    }

    /** Panels of columns, one after another: panel[p * COLUMNS + j]. */
    private static void packRight(float[] b, int n, int first, int depth, float[] panels) {
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            for (int p = 0; p < depth; p++) {
                int to = j * depth + p * COLUMNS;
                System.arraycopy(b, (first + p) * n + j, panels, to, columns);
                Arrays.fill(panels, to + columns, to + COLUMNS, 0);
            }
        }
    }

    /** One panel of rows: panel[p * ROWS + r]. Surplus rows keep what is there; nobody reads their results. */
    private static void packLeft(float[] a, int at, int k, int rows, int depth, float[] panel) {
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < depth; p++) {
                panel[p * ROWS + r] = a[at + r * k + p];
            }
        }
    }

    private static void addPart(float[] tile, float[] c, int cAt, int n, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                c[cAt + r * n + j] += tile[r * COLUMNS + j];
            }
        }
    }
}
