package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packing: copies of matrix parts in the order in which the microkernels read them, so that each load touches the next
 * address. A panel of width w holds, for each k, w neighbouring rows of the left operand or columns of the right one;
 * what the matrix lacks to a full panel is zero.
 */
final class Panels {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private Panels() {}

    /** Packs rows [row, row + rows) and depth [k, k + depth) of the left operand, as panel[kk * width + r]. */
    static void packRows(Matrix a, int row, int rows, int k, int depth, int width, float[] panel, int at) {
        pack(a.data, a.at(row, k), a.transposed, a.stride, rows, depth, width, panel, at);
    }

    /** The same of a left operand that lies column by column, its first row and k at {@code from}. */
    static void packRows(float[] a, int from, int stride, int rows, int depth, int width, float[] panel, int at) {
        pack(a, from, true, stride, rows, depth, width, panel, at);
    }

    /** Packs columns [column, column + columns) and depth [k, k + depth) of the right operand, as panel[kk * width + c]. */
    static void packColumns(Matrix b, int column, int columns, int k, int depth, int width, float[] panel, int at) {
        pack(b.data, b.at(k, column), !b.transposed, b.stride, columns, depth, width, panel, at);
    }

    /** Packs columns and depth of the right operand as above, any number of columns in panels of a tile's width, one after another. */
    static void packPanels(Matrix b, int column, int columns, int k, int depth, float[] panels, int at) {
        int width = Lanes.TILE_COLUMNS;
        for (int j = 0; j < columns; j += width) {
            packColumns(b, column + j, Math.min(width, columns - j), k, depth, width, panels, at + j * depth);
        }
    }

    /** Packs columns of a right operand whose first column and k lie at {@code from}. */
    static void packColumns(
            float[] b,
            int from,
            int stride,
            boolean transposed,
            int columns,
            int depth,
            int width,
            float[] panel,
            int at) {
        pack(b, from, !transposed, stride, columns, depth, width, panel, at);
    }

    private static void pack(
            float[] x,
            int start,
            boolean contiguous,
            int stride,
            int count,
            int depth,
            int width,
            float[] panel,
            int at) {
        if (count < width) {
            Arrays.fill(panel, at, at + depth * width, 0);
        }
        if (contiguous && count == width && width == Lanes.TILE_COLUMNS) {
            copyTwoVectors(x, start, stride, panel, at, depth);
        } else if (contiguous) {
            int whole = count == width ? copyRuns(x, start, stride, panel, at, width, depth) : 0;
            for (int k = whole; k < depth; k++) {
                copy(x, start + k * stride, panel, at + k * width, count);
            }
        } else {
            int eights = count - count % 8;
            for (int r = 0; r < eights; r += 8) {
                interleaveEight(x, start + r * stride, stride, panel, at + r, width, depth);
            }
            for (int r = eights; r < count; r++) {
                interleave(x, start + r * stride, panel, at + r, width, depth);
            }
        }
    }

    private static void copyTwoVectors(float[] x, int from, int stride, float[] panel, int at, int depth) {
        for (int k = 0; k < depth; k++) {
            FloatVector left = FloatVector.fromArray(SPECIES, x, from + k * stride);
            FloatVector right = FloatVector.fromArray(SPECIES, x, from + k * stride + Lanes.COUNT);
            left.intoArray(panel, at + k * Lanes.TILE_COLUMNS);
            right.intoArray(panel, at + k * Lanes.TILE_COLUMNS + Lanes.COUNT);
        }
    }

    private static void copy(float[] x, int from, float[] y, int to, int n) {
        for (int i = 0; i < n; i++) {
            y[to + i] = x[from + i];
        }
    }

    /**
     * Copies runs of {@code width} by whole vectors, which write beyond a run what the next run replaces; returns for how many
     * k that was possible.
     */
    private static int copyRuns(float[] x, int from, int stride, float[] panel, int at, int width, int depth) {
        int reach = (width + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
        int readable = (x.length - from - reach) / stride + 1;
        int writable = depth - (reach - 1) / width;
        int runs = Math.max(0, Math.min(readable, writable));
        for (int j = reach - Lanes.COUNT;
                j >= 0;
                j -= Lanes.COUNT) { // backwards: what the last vector spoils comes after it
            copyVectors(x, from + j, stride, panel, at + j, width, runs);
        }
        return runs;
    }

    private static void copyVectors(float[] x, int from, int stride, float[] panel, int at, int width, int runs) {
        for (int k = 0; k < runs; k++) {
            FloatVector.fromArray(SPECIES, x, from + k * stride).intoArray(panel, at + k * width);
        }
    }

    private static void interleave(float[] x, int from, float[] panel, int to, int width, int depth) {
        for (int k = 0; k < depth; k++) {
            panel[to + k * width] = x[from + k];
        }
    }

    /** Eight rows at once: eight stores to neighbours. */
    private static void interleaveEight(float[] x, int from, int stride, float[] panel, int to, int width, int depth) {
        int x1 = from + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        int x4 = x3 + stride;
        int x5 = x4 + stride;
        int x6 = x5 + stride;
        int x7 = x6 + stride;
        for (int k = 0; k < depth; k++) {
            int p = to + k * width;
            panel[p] = x[from + k];
            panel[p + 1] = x[x1 + k];
            panel[p + 2] = x[x2 + k];
            panel[p + 3] = x[x3 + k];
            panel[p + 4] = x[x4 + k];
            panel[p + 5] = x[x5 + k];
            panel[p + 6] = x[x6 + k];
            panel[p + 7] = x[x7 + k];
        }
    }
}
