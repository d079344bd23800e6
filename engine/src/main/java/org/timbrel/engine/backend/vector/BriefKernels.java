package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * The kernels of inference for work that is over before the others would be warm ({@link BriefProduct} says why): plain
 * loops, no Vector API. Results differ from the others' by rounding, and are the same for any number of threads.
 */
final class BriefKernels {
    /** Columns of a matrix product that are worked on at a time. */
    private static final int COLUMNS = 512;

    /** Rows of a matrix product, or of anything else, that are one task. */
    private static final int ROWS = 16;

    private final Workers workers;
    private final BriefConv2d conv2d;

    BriefKernels(Workers workers) {
        this.workers = workers;
        this.conv2d = new BriefConv2d(workers);
    }

    BriefConv2d conv2d() {
        return conv2d;
    }

    /** As {@link org.timbrel.engine.backend.Backend#matmul}. */
    void matmul(
            MatmulShape s, float[] a, float[] b, float[] bias, Activation activation, boolean accumulate, float[] c) {
        for (int i = 0; i < s.batch(); i++) {
            int aAt = i * s.m() * s.k();
            int bAt = i * s.k() * s.n();
            float[] left = s.transposeA() ? BriefProduct.transposed(a, aAt, s.k(), s.m()) : a;
            float[] right = s.transposeB() ? BriefProduct.transposed(b, bAt, s.n(), s.k()) : b;
            for (int j = 0; j < s.n(); j += COLUMNS) {
                int n = Math.min(COLUMNS, s.n() - j);
                float[][] x = rows(right, (s.transposeB() ? 0 : bAt) + j, s.n(), s.k(), n);
                int from = s.transposeA() ? 0 : aAt;
                int to = i * s.m() * s.n() + j;
                int column = j;
                workers.run((s.m() + ROWS - 1) / ROWS, task -> {
                    int first = task * ROWS;
                    int count = Math.min(ROWS, s.m() - first);
                    float[][] y = accumulate ? rows(c, to + first * s.n(), s.n(), count, n) : new float[count][n];
                    BriefProduct.add(left, from + first * s.k(), s.k(), x, s.k(), y, count, n);
                    for (int r = 0; r < count; r++) {
                        addBias(y[r], bias, column, n);
                        finish(y[r], n, 0, activation);
                        System.arraycopy(y[r], 0, c, to + (first + r) * s.n(), n);
                    }
                });
            }
        }
    }

    /** Rows of a matrix, or of some of its columns, as arrays of their own. */
    private static float[][] rows(float[] matrix, int at, int stride, int count, int n) {
        float[][] rows = new float[count][n];
        for (int r = 0; r < count; r++) {
            System.arraycopy(matrix, at + r * stride, rows[r], 0, n);
        }
        return rows;
    }

    private static void addBias(float[] row, float[] bias, int at, int n) {
        for (int j = 0; bias != null && j < n; j++) {
            row[j] += bias[at + j];
        }
    }

    /** row = activation(row + bias). */
    static void finish(float[] row, int n, float bias, Activation activation) {
        switch (activation) {
            case NONE -> {
                for (int j = 0; j < n; j++) {
                    row[j] += bias;
                }
            }
            case RELU -> {
                for (int j = 0; j < n; j++) {
                    row[j] = Math.max(row[j] + bias, 0);
                }
            }
            default -> {
                for (int j = 0; j < n; j++) {
                    row[j] = value(activation.map(), row[j] + bias);
                }
            }
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#map}. */
    void map(MapOp op, float[] x, float[] y, int n) {
        workers.runBlocks(n, (first, count) -> {
            if (op == MapOp.RELU) {
                for (int i = first; i < first + count; i++) {
                    y[i] = Math.max(x[i], 0);
                }
            } else {
                for (int i = first; i < first + count; i++) {
                    y[i] = value(op, x[i]);
                }
            }
        });
    }

    private static float value(MapOp op, float x) {
        return switch (op) {
            case RELU -> Math.max(x, 0);
            case SIGMOID -> sigmoid(x);
            case TANH -> (float) StrictMath.tanh(x);
            case EXP -> (float) StrictMath.exp(x);
            case LOG -> (float) StrictMath.log(x);
            case SQRT -> (float) Math.sqrt(x);
            case SQUARE -> x * x;
            case ABS -> Math.abs(x);
            case RECIPROCAL -> 1 / x;
        };
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + StrictMath.exp(-x)));
    }

    /** As {@link org.timbrel.engine.backend.Backend#maxPool2d}. */
    void maxPool2d(Pool2dShape s, float[] x, float[] y, float[] argmax) {
        workers.run(s.n() * s.outT(), row -> {
            int image = row / s.outT();
            int t = row % s.outT() * s.strideT();
            for (int f = 0; f < s.outF(); f++) {
                int to = (row * s.outF() + f) * s.c();
                for (int k = 0; k < s.sizeT() * s.sizeF(); k++) {
                    int column = f * s.strideF() + k % s.sizeF();
                    int from = ((image * s.t() + t + k / s.sizeF()) * s.f() + column) * s.c();
                    larger(x, from, k, y, argmax, to, s.c());
                }
            }
        });
    }

    private static void larger(float[] x, int from, int place, float[] y, float[] argmax, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            if (place == 0 || x[from + c] > y[to + c]) {
                y[to + c] = x[from + c];
                argmax[to + c] = place;
            }
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#batchNormInference}. */
    void batchNorm(
            float[] x,
            int rows,
            int channels,
            float[] gamma,
            float[] beta,
            float[] mean,
            float[] variance,
            double epsilon,
            float[] y) {
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            double factor = gamma[c] / Math.sqrt(variance[c] + epsilon);
            scale[c] = (float) factor;
            shift[c] = (float) (beta[c] - factor * mean[c]);
        }
        workers.runRows(rows, channels, (first, count) -> {
            for (int row = first; row < first + count; row++) {
                for (int c = 0, at = row * channels; c < channels; c++, at++) {
                    y[at] = Math.fma(x[at], scale[c], shift[c]);
                }
            }
        });
    }

    /** As {@link org.timbrel.engine.backend.Backend#softmax}. */
    void softmax(float[] x, int rows, int columns, float[] y) {
        for (int at = 0; at < rows * columns; at += columns) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = at; j < at + columns; j++) {
                largest = Math.max(largest, x[j]);
            }
            double sum = 0;
            for (int j = at; j < at + columns; j++) {
                sum += StrictMath.exp(x[j] - largest);
            }
            for (int j = at; j < at + columns; j++) {
                y[j] = (float) (StrictMath.exp(x[j] - largest) / sum);
            }
        }
    }

    /**
     * As {@link org.timbrel.engine.backend.Backend#lstm}, without dropout between the steps. Gates and cells are kept as a
     * {@link SequenceChunk} says, for the way back is the other kernels'.
     */
    void lstm(LstmShape s, float[] x, float[] w, float[] u, float[] b, float[] y, float[] gates, float[] cells) {
        int all = 4 * s.h();
        float[] sums = new float[s.n() * s.t() * all];
        matmul(MatmulShape.plain(s.n() * s.t(), all, s.d()), x, w, b, Activation.NONE, false, sums);
        float[][] weights = rows(u, 0, all, s.h(), all);
        SequenceChunk[] chunks = SequenceChunk.all(s.n(), s.t());
        workers.run(chunks.length, task -> {
            SequenceChunk chunk = chunks[task];
            int count = chunk.rows();
            for (int t = 0; t < s.t(); t++) {
                int step = chunk.row(t, 0);
                float[][] z = rows(sums, step * all, s.t() * all, count, all);
                if (t > 0) {
                    BriefProduct.add(y, (step - 1) * s.h(), s.t() * s.h(), weights, s.h(), z, count, all);
                }
                for (int r = 0; r < count; r++) {
                    int before = t > 0 ? chunk.kept(t - 1, r) : -1;
                    lstmStep(s.h(), z[r], gates, cells, chunk.kept(t, r), before, y, chunk.row(t, r));
                }
            }
        });
    }

    private static void lstmStep(
            int h, float[] z, float[] gates, float[] cells, int kept, int before, float[] y, int step) {
        for (int k = 0; k < h; k++) {
            float i = sigmoid(z[k]);
            float f = sigmoid(z[h + k]);
            float g = (float) StrictMath.tanh(z[2 * h + k]);
            float o = sigmoid(z[3 * h + k]);
            int cell = kept * h + k;
            cells[cell] = Math.fma(i, g, before < 0 ? 0 : f * cells[before * h + k]);
            y[step * h + k] = (float) (o * StrictMath.tanh(cells[cell]));
            int gate = kept * 4 * h + k;
            gates[gate] = i;
            gates[gate + h] = f;
            gates[gate + 2 * h] = g;
            gates[gate + 3 * h] = o;
        }
    }
}
