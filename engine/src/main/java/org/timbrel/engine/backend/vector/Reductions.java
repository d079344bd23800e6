package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in a fixed order: blocks of a fixed size, each summed by itself, whose results are added in the order of the
 * blocks. That keeps the result the same for any number of threads, and keeps the rounding error of long sums small.
 */
final class Reductions {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private static final int BLOCK_SIZE = 1 << 13;

    private final Workers workers;

    Reductions(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#sum}. */
    void sum(float[] x, int outer, int n, int inner, float[] y) {
        if (outer == 1) {
            if (inner == 1) {
                y[0] = sumAll(x, n);
            } else {
                sumRows(x, n, inner, y);
            }
            return;
        }
        workers.runRows(outer, n * inner, (first, count) -> {
            for (int o = first; o < first + count; o++) {
                if (inner == 1) {
                    y[o] = sumRun(x, o * n, n, workers.scratch());
                } else {
                    Arrays.fill(y, o * inner, (o + 1) * inner, 0);
                    addRows(x, o * n * inner, n, inner, y, o * inner);
                }
            }
        });
    }

    /** sums[j] = sum over i of x[i columns + j], for i below rows and j below columns. */
    void sumRows(float[] x, int rows, int columns, float[] sums) {
        Blocks sum = workers.scratch().sumBlocks;
        sum.x = x;
        sum.columns = columns;
        sumBlocks(rows, columns, columns, sums, sum.rowSum);
    }

    /** Adds something up over {@code count} rows from {@code first} on, to {@code sums} from {@code at} on. */
    interface BlockSum {
        void add(int first, int count, float[] sums, int at);
    }

    /** sums[j] = what {@code task} adds up for j below {@code width}, a block of rows at a time. */
    void sumBlocks(int rows, int rowSize, int width, float[] sums, BlockSum task) {
        int blockRows = Math.max(1, BLOCK_SIZE / Math.max(1, rowSize));
        int blocks = (rows + blockRows - 1) / blockRows;
        float[] partial = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, blocks * width);
        Arrays.fill(partial, 0, blocks * width, 0);
        Blocks sum = workers.scratch().sumBlocks;
        sum.task = task;
        sum.n = rows;
        sum.size = blockRows;
        sum.width = width;
        sum.partial = partial;
        workers.run(blocks, sum.anySum);
        Arrays.fill(sums, 0, width, 0);
        addRows(partial, 0, blocks, width, sums, 0);
    }

    private float sumAll(float[] x, int n) {
        if (n <= BLOCK_SIZE) {
            return sumRun(x, 0, n, workers.scratch());
        }
        int blocks = (n + BLOCK_SIZE - 1) / BLOCK_SIZE;
        float[] partial = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, blocks);
        Blocks sum = workers.scratch().sumBlocks;
        sum.workers = workers;
        sum.x = x;
        sum.n = n;
        sum.partial = partial;
        workers.run(blocks, sum.runSum);
        return sumRun(partial, 0, blocks, workers.scratch());
    }

    /** The sum of n neighbours: vector by vector, then lane by lane, then the rest. */
    static float sumRun(float[] x, int from, int n, Scratch scratch) {
        int whole = Lanes.floor(n);
        double sum = whole == 0 ? 0 : sumVectors(x, from, whole / LANES, scratch.vectors()[0]);
        for (int i = whole; i < n; i++) {
            sum += x[from + i];
        }
        return (float) sum;
    }

    private static double sumVectors(float[] x, int from, int vectors, float[] lanes) {
        Arrays.fill(lanes, 0);
        addRowsOfVectors(x, from, vectors, LANES, lanes, 0);
        double sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }

    /** sums[at + j] += sum over i of x[from + i columns + j], for i below rows and j below columns. */
    static void addRows(float[] x, int from, int rows, int columns, float[] sums, int at) {
        int whole = Lanes.floor(columns);
        for (int j = 0; j < whole; j += LANES) {
            addRowsOfVectors(x, from + j, rows, columns, sums, at + j);
        }
        for (int j = whole; j < columns; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += x[from + i * columns + j];
            }
            sums[at + j] += sum;
        }
    }

    private static void addRowsOfVectors(float[] x, int from, int rows, int stride, float[] sums, int at) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < rows; i++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, from + i * stride));
        }
        FloatVector.fromArray(SPECIES, sums, at).add(sum).intoArray(sums, at);
    }

    /** The sum that is under way, and the ways to sum one of its blocks. */
    static final class Blocks {
        private final BlockSum rowSum = this::addRows;
        private final Workers.Task anySum = this::addBlock;
        private final Workers.Task runSum = this::sumBlock;

        private Workers workers;
        private BlockSum task;
        private float[] x;
        private int n;
        private int columns;
        private int size;
        private int width;
        private float[] partial;

        private void addRows(int first, int count, float[] sums, int at) {
            Reductions.addRows(x, first * columns, count, columns, sums, at);
        }

        private void addBlock(int block) {
            int first = block * size;
            task.add(first, Math.min(size, n - first), partial, block * width);
        }

        private void sumBlock(int block) {
            int first = block * BLOCK_SIZE;
            partial[block] = sumRun(x, first, Math.min(BLOCK_SIZE, n - first), workers.scratch());
        }
    }
}
