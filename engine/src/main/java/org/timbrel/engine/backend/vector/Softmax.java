package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MapOp;

/** Softmax and its cross-entropy, row by row, the largest value taken out so that nothing overflows. */
final class Softmax {
    private final Workers workers;

    Softmax(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#softmax}. */
    void forward(float[] x, int rows, int columns, float[] y) {
        workers.runRows(rows, columns, (first, count) -> {
            Scratch scratch = workers.scratch();
            exponentials(x, first, count, columns, y, scratch);
            for (int row = first; row < first + count; row++) {
                normalise(y, row * columns, columns, scratch);
            }
        });
    }

    /** y = e^(x - the largest of its row), for all rows in one run, because few columns alone would not fill a vector. */
    private static void exponentials(float[] x, int first, int count, int columns, float[] y, Scratch scratch) {
        for (int row = first; row < first + count; row++) {
            int at = row * columns;
            Arithmetic.affine(x, at, 1, -largest(x, at, columns), y, at, columns);
        }
        int at = first * columns;
        Maps.apply(MapOp.EXP, y, at, y, at, count * columns, scratch);
    }

    private static float largest(float[] x, int at, int columns) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
            largest = Math.max(largest, x[at + j]);
        }
        return largest;
    }

    /** Divides one row by its sum, and returns that. */
    private static float normalise(float[] y, int at, int columns, Scratch scratch) {
        float sum = Reductions.sumRun(y, at, columns, scratch);
        Arithmetic.affine(y, at, 1 / sum, 0, y, at, columns);
        return sum;
    }

    /** As {@link org.timbrel.engine.backend.Backend#softmaxBackward}. */
    void backward(float[] y, float[] dy, int rows, int columns, float[] dx) {
        workers.runRows(rows, columns, (first, count) -> {
            for (int row = first; row < first + count; row++) {
                int at = row * columns;
                double dot = 0;
                for (int j = 0; j < columns; j++) {
                    dot += (double) dy[at + j] * y[at + j];
                }
                for (int j = 0; j < columns; j++) {
                    dx[at + j] = y[at + j] * (float) (dy[at + j] - dot);
                }
            }
        });
    }

    /** As {@link org.timbrel.engine.backend.Backend#softmaxCrossEntropy}. */
    void crossEntropy(float[] logits, float[] targets, int rows, int columns, float[] losses, float[] dlogits) {
        workers.runRows(rows, columns, (first, count) -> {
            Scratch scratch = workers.scratch();
            exponentials(logits, first, count, columns, dlogits, scratch);
            for (int row = first; row < first + count; row++) {
                int at = row * columns;
                float sum = normalise(dlogits, at, columns, scratch);
                double logSum = largest(logits, at, columns) + StrictMath.log(sum);
                double loss = 0;
                double total = 0;
                for (int j = 0; j < columns; j++) {
                    loss -= targets[at + j] * (logits[at + j] - logSum);
                    total += targets[at + j];
                }
                losses[row] = (float) loss;
                for (int j = 0; j < columns; j++) {
                    dlogits[at + j] = (float) (dlogits[at + j] * total - targets[at + j]);
                }
            }
        });
    }
}
