package org.timbrel.engine.backend.reference;

/** Sums and softmax, row by row. */
final class ReferenceReductions {
    private ReferenceReductions() {}

    static void sum(double[] x, int outer, int n, int inner, double[] y) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += x[(o * n + j) * inner + i];
                }
                y[o * inner + i] = sum;
            }
        }
    }

    static void softmax(double[] x, int rows, int columns, double[] y) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            double logSum = logSumExp(x, at, columns);
            for (int j = 0; j < columns; j++) {
                y[at + j] = Math.exp(x[at + j] - logSum);
            }
        }
    }

    static void softmaxBackward(double[] y, double[] dy, int rows, int columns, double[] dx) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            double dot = 0;
            for (int j = 0; j < columns; j++) {
                dot += dy[at + j] * y[at + j];
            }
            for (int j = 0; j < columns; j++) {
                dx[at + j] = y[at + j] * (dy[at + j] - dot);
            }
        }
    }

    static void softmaxCrossEntropy(
            double[] logits, double[] targets, int rows, int columns, double[] losses, double[] dlogits) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            double logSum = logSumExp(logits, at, columns);
            double loss = 0;
            double total = 0;
            for (int j = 0; j < columns; j++) {
                loss -= targets[at + j] * (logits[at + j] - logSum);
                total += targets[at + j];
            }
            losses[row] = loss;
            for (int j = 0; j < columns; j++) {
                dlogits[at + j] = Math.exp(logits[at + j] - logSum) * total - targets[at + j];
            }
        }
    }

    /** log(sum(e^x)), the largest value taken out so that nothing overflows. */
    private static double logSumExp(double[] x, int at, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            max = Math.max(max, x[at + j]);
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += Math.exp(x[at + j] - max);
        }
        return max + Math.log(sum);
    }
}
