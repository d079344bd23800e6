package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;

/**
 * The product of the last state and the recurrent weights u (h, gates h), and its way back. Without a mask all gates are one
 * product; with one each gate reads the state through a mask of its own, so that each is a product by itself.
 */
final class StateProduct {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    private final int h;
    private final int all;
    private final float[] mask; // (n,gates,h) or null
    private final int parts;
    private final int width;
    private final float[] packed;
    private final int partSize;

    /**
     * Packs the weights.
     *
     * @param mask (n,gates,h), null for none
     * @param transposed whether it is for {@link #back}
     */
    StateProduct(Workers workers, float[] u, int h, int gates, float[] mask, boolean transposed) {
        this.h = h;
        this.all = gates * h;
        this.mask = mask;
        this.parts = mask == null ? 1 : gates;
        this.width = all / parts;
        int depth = transposed ? width : h;
        int columns = transposed ? h : width;
        this.partSize = (columns + PANEL - 1) / PANEL * PANEL * depth;
        this.packed = workers.scratch().floats(Scratch.Use.WEIGHTS, parts * partSize);
        for (int p = 0; p < parts; p++) {
            Matrix part = new Matrix(u, p * width, all, transposed);
            for (int j = 0; j < columns; j += PANEL) {
                int at = p * partSize + j * depth;
                Panels.packColumns(part, j, Math.min(PANEL, columns - j), 0, depth, PANEL, packed, at);
            }
        }
    }

    /**
     * sums += (h m) u, for the sequences of a chunk.
     *
     * @param y holds the state of the first sequence at {@code from}, the others at distances of {@code yRow}
     * @param sums as {@code y}
     */
    void addTo(float[] sums, int at, int sumsRow, float[] y, int from, int yRow, int first, int rows, Scratch scratch) {
        Tile tile = new Tile(scratch);
        if (mask == null) {
            multiply(y, from, yRow, h, 0, all, rows, sums, at, sumsRow, true, tile);
            return;
        }
        float[] masked = scratch.floats(Scratch.Use.MASKED_STATE, rows * h);
        for (int p = 0; p < parts; p++) {
            for (int r = 0; r < rows; r++) {
                int m = ((first + r) * parts + p) * h;
                Arithmetic.apply(BinaryOp.MULTIPLY, y, from + r * yRow, mask, m, masked, r * h, h);
            }
            multiply(masked, 0, h, h, p * partSize, width, rows, sums, at + p * width, sumsRow, true, tile);
        }
    }

    /**
     * state = m (dz u^T), summed over the gates, for the sequences of a chunk.
     *
     * @param dz holds the gradients of the first sequence's sums at {@code from}, the others at distances of {@code dzRow}
     * @param state (rows,h)
     * @param add whether to add to what {@code state} holds
     */
    void back(float[] dz, int from, int dzRow, int first, int rows, float[] state, boolean add, Scratch scratch) {
        Tile tile = new Tile(scratch);
        if (mask == null) {
            multiply(dz, from, dzRow, all, 0, h, rows, state, 0, h, add, tile);
            return;
        }
        if (!add) {
            Arrays.fill(state, 0, rows * h, 0);
        }
        float[] part = scratch.floats(Scratch.Use.MASKED_STATE, rows * h);
        for (int p = 0; p < parts; p++) {
            multiply(dz, from + p * width, dzRow, width, p * partSize, h, rows, part, 0, h, false, tile);
            for (int r = 0; r < rows; r++) {
                int m = ((first + r) * parts + p) * h;
                Arithmetic.apply(BinaryOp.MULTIPLY, part, r * h, mask, m, part, r * h, h);
            }
            Arithmetic.apply(BinaryOp.ADD, state, 0, part, 0, state, 0, rows * h);
        }
    }

    /** c (+)= a times packed weights, for the rows of a chunk. */
    private void multiply(
            float[] a,
            int aAt,
            int aRow,
            int depth,
            int packedAt,
            int columns,
            int rows,
            float[] c,
            int cAt,
            int cRow,
            boolean add,
            Tile tile) {
        for (int j = 0; j < columns; j += PANEL) {
            boolean whole = columns - j >= PANEL;
            int panel = packedAt + j * depth;
            for (int r = 0, step; r < rows; r += step) {
                step = RowMicrokernel.nextRows(rows - r);
                int from = aAt + r * aRow;
                int to = cAt + r * cRow + j;
                if (whole) {
                    RowMicrokernel.multiply(step, a, from, aRow, packed, panel, PANEL, c, to, cRow, depth, add);
                } else {
                    RowMicrokernel.multiply(
                            step, a, from, aRow, packed, panel, PANEL, tile.data, 0, PANEL, depth, false);
                    tile.store(c, to, cRow, step, columns - j, add);
                }
            }
        }
    }
}
