package org.timbrel.engine.backend.vector;

import java.util.Arrays;

/**
 * What recurrent kernels share: sequences are independent, so the batch is cut into chunks of a few rows, and threads need
 * not wait for each other until the sequence ends; within a chunk each step is a small product by packed weights.
 */
final class Recurrence {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Sequences of a chunk: a tile of the microkernel. */
    private static final int CHUNK = 8;

    private final Workers workers;

    Recurrence(Workers workers) {
        this.workers = workers;
    }

    /** Runs the task for each chunk of {@code n} sequences. */
    void runChunks(int n, RowTask task) {
        int chunks = (n + CHUNK - 1) / CHUNK;
        int even = (n + chunks - 1) / chunks;
        workers.run(chunks, i -> task.run(i * even, Math.min(even, n - i * even)));
    }

    /** h_{t-1} of y (n,t,h) for each t, zero at the first. */
    float[] previousStates(float[] y, int n, int t, int h) {
        int size = t * h;
        float[] previous = workers.scratch().floats(Scratch.Use.SHIFTED_STATE, n * size);
        for (int i = 0; i < n; i++) {
            Arrays.fill(previous, i * size, i * size + h, 0);
            System.arraycopy(y, i * size, previous, i * size + h, size - h);
        }
        return previous;
    }

    /** Weights (depth,columns) as panels for {@link #multiply}. */
    float[] pack(Matrix weights, int depth, int columns) {
        int panels = (columns + PANEL - 1) / PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, panels * depth * PANEL);
        for (int j = 0; j < columns; j += PANEL) {
            Panels.packColumns(weights, j, Math.min(PANEL, columns - j), 0, depth, PANEL, packed, j * depth);
        }
        return packed;
    }

    /** c (+)= a times packed weights, for the rows of a chunk. */
    static void multiply(
            float[] a,
            int aAt,
            int aRow,
            int depth,
            float[] packed,
            int columns,
            int rows,
            float[] c,
            int cAt,
            int cRow,
            boolean add,
            Tile tile) {
        for (int j = 0; j < columns; j += PANEL) {
            boolean whole = columns - j >= PANEL;
            for (int r = 0, step; r < rows; r += step) {
                step = RowMicrokernel.nextRows(rows - r);
                int from = aAt + r * aRow;
                int to = cAt + r * cRow + j;
                if (whole) {
                    RowMicrokernel.multiply(step, a, from, aRow, packed, j * depth, PANEL, c, to, cRow, depth, add);
                } else {
                    RowMicrokernel.multiply(
                            step, a, from, aRow, packed, j * depth, PANEL, tile.data, 0, PANEL, depth, false);
                    tile.store(c, to, cRow, step, columns - j, add);
                }
            }
        }
    }
}
