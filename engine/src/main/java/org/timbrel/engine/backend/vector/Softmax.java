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
            for (int row = first; row < first + count; row++) {
                row(x, row * columns, columns, y, scratch);
            }
        });
    }

    /** Writes one row and returns the logarithm of the sum of e^x. */
    private static double row(float[] x, int at, int columns, float[] y, Scratch scratch) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
            max = Math.max(max, x[at + j]);
        }
        Arithmetic.affine(x, at, 1, -max, y, at, columns);
        Maps.apply(MapOp.EXP, y, at, y, at, columns, scratch);
        float sum = Reductions.sumRun(y, at, columns, scratch);
        Arithmetic.affine(y, at, 1 / sum, 0, y, at, columns);
        return max + StrictMath.log(sum);
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
            for (int row = first; row < first + count; row++) {
                int at = row * columns;
                double logSum = row(logits, at, columns, dlogits, scratch);
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
