package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.vector.RecurrentLayout.Group;

/**
 * The gradient of a recurrent layer's weights [w; bias; u]: inputs^T dSums, summed over all steps and sequences. Each chunk
 * of sequences has a sum of its own, to which it adds a block of steps at a time, while inputs and gradients of these steps
 * are in cache; at the end the sums are added in the order of the chunks.
 */
final class StepWeightGradient {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int TILE_ROWS = ColumnMicrokernel.ROWS;

    private final Workers workers;
    private final RecurrentLayout layout;
    private final int size;
    private final float[] sums; // (chunks,weightRows,4 width)

    StepWeightGradient(Workers workers, RecurrentLayout layout, int chunks) {
        this.workers = workers;
        this.layout = layout;
        this.size = layout.weightRows() * layout.sums();
        this.sums = workers.scratch().floats(Scratch.Use.SEQUENCE_GRADIENT, chunks * size);
    }

    /** Sets the sum of a chunk to zero. */
    void clear(int chunk) {
        Arrays.fill(sums, chunk * size, (chunk + 1) * size, 0);
    }

    /**
     * Adds a block of steps to the sum of a chunk.
     *
     * @param inputs (count,stride), as the layout says
     * @param dSums (count,dStride), the groups side by side
     */
    void add(int chunk, float[] inputs, float[] dSums, int dStride, int count) {
        int width = layout.width;
        for (int column = 0; column < layout.sums(); column += PANEL) {
            int group = column / width;
            Group of = layout.groups[group];
            int first = of.input() >= 0 ? 0 : layout.d / TILE_ROWS * TILE_ROWS;
            int end = layout.masked() ? layout.state : of.state() >= 0 ? layout.stride : up(layout.d + 1);
            tiles(chunk, inputs, first, end, first, dSums, column, dStride, count);
            if (layout.masked() && of.state() >= 0) {
                int state = layout.stateOf(group);
                tiles(chunk, inputs, state, state + layout.copy, layout.state, dSums, column, dStride, count);
            }
        }
    }

    /** Inputs {@code from} to {@code end} times a panel of gradients, added to rows of the sum from {@code row} on. */
    private void tiles(
            int chunk, float[] inputs, int from, int end, int row, float[] dSums, int column, int dStride, int count) {
        int stride = layout.sums();
        int to = chunk * size + row * stride + column;
        for (int i = from; i < end; i += TILE_ROWS) {
            ColumnMicrokernel.multiply(
                    inputs,
                    i,
                    layout.stride,
                    dSums,
                    column,
                    dStride,
                    sums,
                    to + (i - from) * stride,
                    stride,
                    count,
                    true);
        }
    }

    /**
     * Adds the chunks' sums and hands out the parts.
     *
     * @param gates gates of w and u
     * @param dw (d,gates h), not written if the layout's d is 0
     * @param du (h,gates h)
     * @param dBias (4,h), a row a group
     */
    void finish(int chunks, int gates, float[] dw, float[] du, float[] dBias) {
        int all = gates * layout.h;
        int columns = layout.sums();
        int rows = layout.state + layout.h;
        workers.runRows(rows, columns * chunks, (first, count) -> {
            for (int row = first; row < first + count; row++) {
                for (int chunk = 1; chunk < chunks; chunk++) {
                    int from = chunk * size + row * columns;
                    Arithmetic.apply(BinaryOp.ADD, sums, row * columns, sums, from, sums, row * columns, columns);
                }
                for (int group = 0; group < RecurrentLayout.GROUPS; group++) {
                    Group of = layout.groups[group];
                    int from = row * columns + group * layout.width;
                    if (row < layout.d && of.input() >= 0) {
                        System.arraycopy(sums, from, dw, row * all + of.input() * layout.h, layout.h);
                    } else if (row == layout.d) {
                        System.arraycopy(sums, from, dBias, group * layout.h, layout.h);
                    } else if (row >= layout.state && of.state() >= 0) {
                        int to = (row - layout.state) * all + of.state() * layout.h;
                        System.arraycopy(sums, from, du, to, layout.h);
                    }
                }
            }
        });
    }

    private static int up(int n) {
        return (n + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS;
    }
}
