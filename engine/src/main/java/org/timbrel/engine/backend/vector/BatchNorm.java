package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Batch normalisation over rows, channels last. Sums over the rows are made in blocks of rows whose results are added in
 * order; channels that don't fill a vector go one by one.
 */
final class BatchNorm {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final Reductions reductions;

    BatchNorm(Workers workers, Reductions reductions) {
        this.workers = workers;
        this.reductions = reductions;
    }

    /** As {@link org.timbrel.engine.backend.Backend#batchNorm}. */
    void forward(
            float[] x,
            int rows,
            int channels,
            float[] gamma,
            float[] beta,
            double epsilon,
            float[] y,
            float[] mean,
            float[] variance,
            float[] invStd) {
        reductions.sumRows(x, rows, channels, mean);
        Arithmetic.affine(mean, 0, 1f / rows, 0, mean, 0, channels);
        reductions.sumBlocks(rows, channels, channels, variance, operands(x, channels, mean).squares);
        for (int c = 0; c < channels; c++) {
            variance[c] /= rows;
            invStd[c] = (float) (1 / Math.sqrt(variance[c] + epsilon));
        }
        normalise(x, rows, channels, gamma, beta, mean, invStd, y);
    }

    /** As {@link org.timbrel.engine.backend.Backend#batchNormInference}. */
    void inference(
            float[] x,
            int rows,
            int channels,
            float[] gamma,
            float[] beta,
            float[] mean,
            float[] variance,
            double epsilon,
            float[] y) {
        float[] invStd = workers.scratch().floats(Scratch.Use.CHANNEL_SQUARES, channels);
        for (int c = 0; c < channels; c++) {
            invStd[c] = (float) (1 / Math.sqrt(variance[c] + epsilon));
        }
        normalise(x, rows, channels, gamma, beta, mean, invStd, y);
    }

    private void normalise(
            float[] x, int rows, int channels, float[] gamma, float[] beta, float[] mean, float[] invStd, float[] y) {
        float[] scale = workers.scratch().floats(Scratch.Use.CHANNEL_SCALES, channels);
        for (int c = 0; c < channels; c++) {
            scale[c] = gamma[c] * invStd[c];
        }
        Operands operands = operands(x, channels, mean);
        operands.scale = scale;
        operands.beta = beta;
        operands.y = y;
        workers.runRows(rows, channels, operands.normalised);
    }

    private Operands operands(float[] x, int channels, float[] mean) {
        Operands operands = workers.scratch().batchNorm;
        operands.x = x;
        operands.channels = channels;
        operands.mean = mean;
        return operands;
    }

    static void normaliseRow(float[] x, int at, int channels, float[] scale, float[] mean, float[] beta, float[] y) {
        int whole = Lanes.floor(channels);
        for (int c = 0; c < whole; c += LANES) {
            load(x, at + c)
                    .sub(load(mean, c))
                    .fma(load(scale, c), load(beta, c))
                    .intoArray(y, at + c);
        }
        for (int c = whole; c < channels; c++) {
            y[at + c] = Math.fma(x[at + c] - mean[c], scale[c], beta[c]);
        }
    }

    /** sums[at + c] += sum of (x - mean)^2 over some rows, for a vector of channels or what is left of one. */
    private static void addSquares(
            float[] x, int from, int rows, int channels, int lanes, float[] mean, int c, float[] sums, int at) {
        if (lanes == LANES) {
            FloatVector centre = load(mean, c);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                FloatVector d = load(x, from + r * channels).sub(centre);
                sum = d.fma(d, sum);
            }
            load(sums, at + c).add(sum).intoArray(sums, at + c);
            return;
        }
        for (int j = 0; j < lanes; j++) {
            float sum = 0;
            for (int r = 0; r < rows; r++) {
                float d = x[from + r * channels + j] - mean[c + j];
                sum = Math.fma(d, d, sum);
            }
            sums[at + c + j] += sum;
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#batchNormBackward}. */
    void backward(
            float[] x,
            int rows,
            int channels,
            float[] gamma,
            float[] mean,
            float[] invStd,
            float[] dy,
            float[] dx,
            float[] dgamma,
            float[] dbeta) {
        reductions.sumRows(dy, rows, channels, dbeta);
        Operands operands = operands(x, channels, mean);
        operands.dy = dy;
        reductions.sumBlocks(rows, channels, channels, dgamma, operands.products);
        // dx = scale (dy - dbeta / rows) - (x - mean) slope
        Scratch scratch = workers.scratch();
        float[] scale = scratch.floats(Scratch.Use.CHANNEL_SCALES, channels);
        float[] shift = scratch.floats(Scratch.Use.CHANNEL_OFFSETS, channels);
        float[] slope = scratch.floats(Scratch.Use.CHANNEL_SLOPES, channels);
        for (int c = 0; c < channels; c++) {
            dgamma[c] *= invStd[c];
            scale[c] = gamma[c] * invStd[c];
            shift[c] = dbeta[c] / rows;
            slope[c] = -scale[c] * invStd[c] * dgamma[c] / rows;
        }
        operands.scale = scale;
        operands.shift = shift;
        operands.slope = slope;
        operands.dx = dx;
        workers.runRows(rows, channels, operands.gradients);
    }

    private static void backwardRow(
            float[] x,
            int at,
            int channels,
            float[] mean,
            float[] scale,
            float[] shift,
            float[] slope,
            float[] dy,
            float[] dx) {
        int whole = Lanes.floor(channels);
        for (int c = 0; c < whole; c += LANES) {
            FloatVector centred = load(x, at + c).sub(load(mean, c));
            FloatVector gradient = load(dy, at + c).sub(load(shift, c)).mul(load(scale, c));
            centred.fma(load(slope, c), gradient).intoArray(dx, at + c);
        }
        for (int c = whole; c < channels; c++) {
            float gradient = (dy[at + c] - shift[c]) * scale[c];
            dx[at + c] = Math.fma(x[at + c] - mean[c], slope[c], gradient);
        }
    }

    /** sums[at + c] += sum of dy (x - mean) over some rows, for a vector of channels or what is left of one. */
    private static void addProducts(
            float[] x,
            float[] dy,
            int from,
            int rows,
            int channels,
            int lanes,
            float[] mean,
            int c,
            float[] sums,
            int at) {
        if (lanes == LANES) {
            FloatVector centre = load(mean, c);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                int i = from + r * channels;
                sum = load(x, i).sub(centre).fma(load(dy, i), sum);
            }
            load(sums, at + c).add(sum).intoArray(sums, at + c);
            return;
        }
        for (int j = 0; j < lanes; j++) {
            float sum = 0;
            for (int r = 0; r < rows; r++) {
                int i = from + r * channels + j;
                sum = Math.fma(x[i] - mean[c + j], dy[i], sum);
            }
            sums[at + c + j] += sum;
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    /** What the call that is under way works on, and its parts, each for some of the rows. */
    static final class Operands {
        private final Reductions.BlockSum squares = this::addSquares;
        private final Reductions.BlockSum products = this::addProducts;
        private final RowTask normalised = this::normaliseRows;
        private final RowTask gradients = this::backwardRows;
        private float[] x;
        private int channels;
        private float[] mean;
        private float[] scale;
        private float[] beta;
        private float[] y;
        private float[] dy;
        private float[] shift;
        private float[] slope;
        private float[] dx;

        private void addSquares(int first, int count, float[] sums, int at) {
            for (int c = 0; c < channels; c += LANES) {
                int lanes = Math.min(LANES, channels - c);
                BatchNorm.addSquares(x, first * channels + c, count, channels, lanes, mean, c, sums, at);
            }
        }

        private void addProducts(int first, int count, float[] sums, int at) {
            for (int c = 0; c < channels; c += LANES) {
                int lanes = Math.min(LANES, channels - c);
                BatchNorm.addProducts(x, dy, first * channels + c, count, channels, lanes, mean, c, sums, at);
            }
        }

        private void normaliseRows(int first, int count) {
            for (int r = first; r < first + count; r++) {
                normaliseRow(x, r * channels, channels, scale, mean, beta, y);
            }
        }

        private void backwardRows(int first, int count) {
            for (int r = first; r < first + count; r++) {
                backwardRow(x, r * channels, channels, mean, scale, shift, slope, dy, dx);
            }
        }
    }
}
