package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Layer normalisation, row by row; sums over the rows are made as in {@link Reductions}. */
final class LayerNorm {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final Reductions reductions;

    LayerNorm(Workers workers, Reductions reductions) {
        this.workers = workers;
        this.reductions = reductions;
    }

    /** As {@link org.timbrel.engine.backend.Backend#layerNorm}. */
    void forward(
            float[] x,
            int rows,
            int columns,
            float[] gamma,
            float[] beta,
            double epsilon,
            float[] y,
            float[] mean,
            float[] invStd) {
        workers.runRows(rows, columns, (first, count) -> {
            Scratch scratch = workers.scratch();
            for (int r = first; r < first + count; r++) {
                int at = r * columns;
                mean[r] = Reductions.sumRun(x, at, columns, scratch) / columns;
                Arithmetic.affine(x, at, 1, -mean[r], y, at, columns);
                double variance = dot(y, at, y, at, columns, scratch) / columns;
                invStd[r] = (float) (1 / Math.sqrt(variance + epsilon));
                scaleRow(y, at, columns, invStd[r], gamma, beta);
            }
        });
    }

    /** y = y scale gamma + beta, for one row of y. */
    private static void scaleRow(float[] y, int at, int columns, float scale, float[] gamma, float[] beta) {
        int whole = Lanes.floor(columns);
        for (int c = 0; c < whole; c += LANES) {
            load(y, at + c).mul(scale).fma(load(gamma, c), load(beta, c)).intoArray(y, at + c);
        }
        for (int c = whole; c < columns; c++) {
            y[at + c] = Math.fma(y[at + c] * scale, gamma[c], beta[c]);
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#layerNormBackward}. */
    void backward(
            float[] x,
            int rows,
            int columns,
            float[] gamma,
            float[] mean,
            float[] invStd,
            float[] dy,
            float[] dx,
            float[] dgamma,
            float[] dbeta) {
        reductions.sumRows(dy, rows, columns, dbeta);
        // dx holds dy h until dgamma, the sum of it over the rows, is made.
        workers.runRows(rows, columns, (first, count) -> {
            for (int r = first; r < first + count; r++) {
                productRow(x, r * columns, columns, mean[r], invStd[r], dy, dx);
            }
        });
        reductions.sumRows(dx, rows, columns, dgamma);
        workers.runRows(rows, columns, (first, count) -> {
            Scratch scratch = workers.scratch();
            for (int r = first; r < first + count; r++) {
                int at = r * columns;
                float shift = (float) (dot(gamma, 0, dy, at, columns, scratch) / columns);
                float slope = (float) (dot(gamma, 0, dx, at, columns, scratch) / columns) * invStd[r];
                inputRow(x, at, columns, gamma, mean[r], invStd[r], shift, slope, dy, dx);
            }
        });
    }

    /** dx = dy (x - mean) invStd, for one row. */
    private static void productRow(float[] x, int at, int columns, float mean, float invStd, float[] dy, float[] dx) {
        int whole = Lanes.floor(columns);
        for (int c = 0; c < whole; c += LANES) {
            load(x, at + c).sub(mean).mul(invStd).mul(load(dy, at + c)).intoArray(dx, at + c);
        }
        for (int c = whole; c < columns; c++) {
            dx[at + c] = (x[at + c] - mean) * invStd * dy[at + c];
        }
    }

    /** dx = invStd (gamma dy - shift - (x - mean) slope), for one row. */
    private static void inputRow(
            float[] x,
            int at,
            int columns,
            float[] gamma,
            float mean,
            float invStd,
            float shift,
            float slope,
            float[] dy,
            float[] dx) {
        int whole = Lanes.floor(columns);
        FloatVector slopes = FloatVector.broadcast(SPECIES, -slope);
        FloatVector shifts = FloatVector.broadcast(SPECIES, -shift);
        for (int c = 0; c < whole; c += LANES) {
            FloatVector direct = load(dy, at + c).fma(load(gamma, c), shifts);
            load(x, at + c).sub(mean).fma(slopes, direct).mul(invStd).intoArray(dx, at + c);
        }
        for (int c = whole; c < columns; c++) {
            float direct = Math.fma(dy[at + c], gamma[c], -shift);
            dx[at + c] = Math.fma(x[at + c] - mean, -slope, direct) * invStd;
        }
    }

    /** The sum of n products: vector by vector, then lane by lane, then the rest. */
    private static double dot(float[] a, int aAt, float[] b, int bAt, int n, Scratch scratch) {
        int whole = Lanes.floor(n);
        FloatVector products = FloatVector.zero(SPECIES);
        for (int i = 0; i < whole; i += LANES) {
            products = load(a, aAt + i).fma(load(b, bAt + i), products);
        }
        float[] lanes = scratch.vectors()[0];
        products.intoArray(lanes, 0);
        double sum = 0;
        for (float product : lanes) {
            sum += product;
        }
        for (int i = whole; i < n; i++) {
            sum += (double) a[aAt + i] * b[bAt + i];
        }
        return sum;
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
