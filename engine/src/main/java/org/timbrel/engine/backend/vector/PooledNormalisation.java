package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * Pooling and then batch normalisation, as {@link NormalisedConv2d} takes them: finishes and pools the bands of a convolution,
 * normalises what was pooled, and sums its gradients. An object serves one thread, and keeps what the call that is under way works
 * on.
 */
final class PooledNormalisation implements Conv2d.Output {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final RowTask rows = this::normaliseRows;
    private final Reductions.BlockSum products = this::addProducts;
    private final BatchStatistics statistics = new BatchStatistics();
    private Pool2dShape pool;
    private float[] extremes;
    private float[] places;
    private float[] signs;
    private float[] convolved;
    private float[] mean;
    private float[] scale;
    private float[] beta;
    private boolean relu;
    private DropoutDraw draw;
    private float[] y;
    private float[] dy;

    PooledNormalisation(Workers workers) {
        this.workers = workers;
    }

    /**
     * From here on this pooling of 2 x 2.
     *
     * @param extremes the largest or smallest of each window
     * @param places 1 to 4 for its position in the window, row by row; 0 where no gradient comes back
     */
    PooledNormalisation of(Pool2dShape pool, float[] extremes, float[] places) {
        this.pool = pool;
        this.extremes = extremes;
        this.places = places;
        return this;
    }

    /**
     * Makes ready for the bands of a convolution.
     *
     * @param bias (o) added before; whole vectors
     * @param relu whether a ReLU comes after the bias
     * @param signs 1, -1 or 0 for each channel: what the normalisation does to the order of numbers
     * @param convolved where the bands go; null if they aren't kept
     */
    void begin(Conv2dShape s, float[] bias, boolean relu, float[] signs, float[] convolved) {
        statistics.begin(s, bias, relu, workers.scratch());
        this.signs = signs;
        this.convolved = convolved;
    }

    @Override
    public int rowsTogether() {
        return 2;
    }

    @Override
    public float[] array(Scratch scratch, int rows) {
        return convolved == null ? scratch.floats(Scratch.Use.CONVOLVED, rows * pool.f() * pool.c()) : convolved;
    }

    @Override
    public int at(int image, int firstRow) {
        return convolved == null ? Scratch.FIRST : (image * pool.t() + firstRow) * pool.f() * pool.c();
    }

    @Override
    public void finish(Scratch scratch, float[] z, int at, int image, int firstRow, int rows) {
        int rowSize = pool.f() * pool.c();
        for (int row = 0; row < rows; row += 2) {
            int together = Math.min(2, rows - row);
            int above = at + row * rowSize;
            int pooledRow = (firstRow + row) / 2;
            statistics.add(z, above, together * pool.f(), image, pooledRow);
            if (together == 2) {
                int to = (image * pool.outT() + pooledRow) * pool.outF() * pool.c();
                for (int c = 0; c < pool.c(); c += LANES) {
                    poolRow(z, above + c, rowSize, pool.c(), signs, c, extremes, places, to + c, pool.outF());
                }
            }
        }
    }

    /** The largest, or with a sign of -1 the smallest, of each window of a row, and its place, for a vector of channels. */
    private static void poolRow(
            float[] z,
            int above,
            int rowSize,
            int c,
            float[] signs,
            int channel,
            float[] extremes,
            float[] places,
            int to,
            int windows) {
        FloatVector sign = FloatVector.fromArray(SPECIES, signs, channel);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int f = 0; f < windows; f++) {
            int at = above + 2 * f * c;
            FloatVector best = FloatVector.fromArray(SPECIES, z, at);
            FloatVector place = one;
            FloatVector next = FloatVector.fromArray(SPECIES, z, at + c);
            VectorMask<Float> further = next.mul(sign).compare(VectorOperators.GT, best.mul(sign));
            best = best.blend(next, further);
            place = place.blend(2, further);
            next = FloatVector.fromArray(SPECIES, z, at + rowSize);
            further = next.mul(sign).compare(VectorOperators.GT, best.mul(sign));
            best = best.blend(next, further);
            place = place.blend(3, further);
            next = FloatVector.fromArray(SPECIES, z, at + rowSize + c);
            further = next.mul(sign).compare(VectorOperators.GT, best.mul(sign));
            best.blend(next, further).intoArray(extremes, to + f * c);
            place.blend(4, further).intoArray(places, to + f * c);
        }
    }

    /** The mean and the biased variance of the whole convolution. */
    void finishStatistics(float[] means, float[] variances) {
        statistics.finish(means, variances);
    }

    /** y = scale (extreme - mean) + beta, with ReLU and dropout. */
    void normalise(float[] mean, float[] scale, float[] beta, boolean relu, DropoutDraw draw, float[] y) {
        this.mean = mean;
        this.scale = scale;
        this.beta = beta;
        this.relu = relu;
        this.draw = draw;
        this.y = y;
        workers.runRows(positions(), pool.c(), rows);
    }

    private int positions() {
        return pool.n() * pool.outT() * pool.outF();
    }

    private void normaliseRows(int first, int count) {
        int c = pool.c();
        for (int position = first; position < first + count; position++) {
            BatchNorm.normaliseRow(extremes, position * c, c, scale, mean, beta, y);
        }
        if (relu) {
            PooledConv2d.rectify(y, places, first * c, count * c);
        }
        if (draw != null) {
            Dropout.apply(draw, workers.scratch(), y, places, first * c, count * c);
        }
    }

    /** For each channel the sum of dy where there is a place, and then that of dy (extreme - mean). */
    void sumGradients(Reductions reductions, float[] dy, float[] mean, float[] sums) {
        this.dy = dy;
        this.mean = mean;
        reductions.sumBlocks(positions(), pool.c(), 2 * pool.c(), sums, products);
    }

    private void addProducts(int first, int count, float[] sums, int at) {
        int c = pool.c();
        for (int j = 0; j < c; j += LANES) {
            addProducts(dy, places, extremes, first * c + j, count, c, mean, j, sums, at + j);
        }
    }

    /** sums[at] += sum of dy, and c further on that of dy (extreme - mean), where there is a place; a vector of channels. */
    private static void addProducts(
            float[] dy,
            float[] places,
            float[] extremes,
            int from,
            int rows,
            int c,
            float[] mean,
            int channel,
            float[] sums,
            int at) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector centre = FloatVector.fromArray(SPECIES, mean, channel);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector products = FloatVector.zero(SPECIES);
        for (int r = 0; r < rows; r++) {
            int i = from + r * c;
            VectorMask<Float> placed = FloatVector.fromArray(SPECIES, places, i).compare(VectorOperators.GT, 0);
            FloatVector value = zero.blend(FloatVector.fromArray(SPECIES, dy, i), placed);
            sum = sum.add(value);
            products = FloatVector.fromArray(SPECIES, extremes, i).sub(centre).fma(value, products);
        }
        sum.add(FloatVector.fromArray(SPECIES, sums, at)).intoArray(sums, at);
        products.add(FloatVector.fromArray(SPECIES, sums, at + c)).intoArray(sums, at + c);
    }
}
