package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in a fixed order: blocks of a fixed number of rows, each summed by itself, whose results are added in the order of
 * the blocks. That keeps the result the same for any number of threads, and keeps the rounding error of long sums small.
 */
final class Reductions {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private static final int BLOCK_SIZE = 1 << 14;

    private final Workers workers;

    Reductions(Workers workers) {
        this.workers = workers;
    }

    /** sums[at + j] = sum over i of x[from + i columns + j], for i below rows and j below columns. */
    void sumRows(float[] x, int from, int rows, int columns, float[] sums, int at) {
        int blockRows = Math.max(1, BLOCK_SIZE / Math.max(1, columns));
        int blocks = (rows + blockRows - 1) / blockRows;
        float[] partial = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, blocks * columns);
        Arrays.fill(partial, 0, blocks * columns, 0);
        workers.run(blocks, block -> {
            int first = block * blockRows;
            int count = Math.min(blockRows, rows - first);
            addRows(x, from + first * columns, count, columns, partial, block * columns);
        });
        Arrays.fill(sums, at, at + columns, 0);
        addRows(partial, 0, blocks, columns, sums, at);
    }

    /** sums[at + j] += sum over i of x[from + i columns + j], for i below rows and j below columns. */
    static void addRows(float[] x, int from, int rows, int columns, float[] sums, int at) {
        int whole = Lanes.floor(columns);
        for (int j = 0; j < whole; j += LANES) {
            addColumn(x, from + j, rows, columns, sums, at + j);
        }
        for (int j = whole; j < columns; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += x[from + i * columns + j];
            }
            sums[at + j] += sum;
        }
    }

    private static void addColumn(float[] x, int from, int rows, int stride, float[] sums, int at) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < rows; i++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, from + i * stride));
        }
        FloatVector.fromArray(SPECIES, sums, at).add(sum).intoArray(sums, at);
    }
}
