package org.timbrel.engine.backend.vector;

import static org.timbrel.engine.backend.vector.FloatBuffer.array;
import static org.timbrel.engine.backend.vector.FloatBuffer.arrayOrNull;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.NormalisedConvBlock;
import org.timbrel.engine.backend.NormalisedConvBlockKernel;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * Convolution, bias, ReLU, batch normalisation, ReLU, pooling and dropout in two passes. While a band of the convolution is
 * in cache, it gets its bias and ReLU, adds to the sums of the batch ({@link BatchStatistics}) and is pooled; the second
 * pass, over what was pooled, normalises and drops.
 *
 * <p>Pooling may come first, because the normalisation of a channel never exchanges the order of two numbers, or always
 * does: gamma's sign says beforehand whether it is the largest of a window that stays the largest, or the smallest that
 * becomes it.
 *
 * <p>What was convolved is kept for the way back, unless it comes from one channel: then it is computed anew where it is read ({@link
 * ConvolvedRows}), which takes less time than memory does.
 *
 * <p>On the way back the gradients of gamma and beta are sums over what was pooled alone, and the gradient of the
 * convolution, which has no zeros any more, is made where it is read ({@link NormalisedRows}).
 */
final class NormalisedConv2d implements NormalisedConvBlockKernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final NormalisedConvBlock block;
    private final ConvPlan plan;
    private final Pool2dShape pool;
    private final Workers workers;
    private final Reductions reductions;

    NormalisedConv2d(NormalisedConvBlock block, Workers workers, Reductions reductions) {
        this.block = block;
        this.plan = new ConvPlan(block.conv());
        this.pool = block.pool();
        this.workers = workers;
        this.reductions = reductions;
    }

    /** Whether this kernel computes a block: what {@link PooledConv2d} computes, in whole vectors of channels. */
    static boolean computes(Conv2dShape s) {
        return PooledConv2d.computes(s) && s.o() % LANES == 0;
    }

    @Override
    public boolean keepsConvolved() {
        return !NineTapMicrokernel.computes(plan.shape);
    }

    @Override
    public void forward(
            Buffer x, Buffer w, Buffer bias, Buffer gamma, Buffer beta, DropoutDraw draw, Buffer y, Kept kept) {
        Conv2dShape s = plan.shape;
        Scratch scratch = workers.scratch();
        float[] biases = bias == null ? zeros(scratch, s.o()) : array(bias);
        Convolutions kernels = scratch.convolutions(workers);
        float[] signs = signs(array(gamma), s.o(), scratch);
        float[] convolved = arrayOrNull(kept.convolved());
        Output output = kernels.normalisation.of(pool, signs, convolved, array(kept.extremes()), array(kept.places()));
        output.statistics.begin(s, biases, block.reluBefore(), scratch);
        kernels.conv2d.forward(s, plan.forward, array(x), array(w), output);
        float[] mean = array(kept.mean());
        float[] variance = array(kept.variance());
        float[] invStd = array(kept.invStd());
        output.statistics.finish(mean, variance);
        float[] scale = scratch.floats(Scratch.Use.CHANNEL_SCALES, s.o());
        for (int c = 0; c < s.o(); c++) {
            invStd[c] = (float) (1 / Math.sqrt(variance[c] + block.epsilon()));
            scale[c] = array(gamma)[c] * invStd[c];
        }
        normalise(kept, mean, scale, array(beta), draw, array(y));
    }

    private static float[] zeros(Scratch scratch, int channels) {
        float[] zeros = scratch.floats(Scratch.Use.CHANNEL_OFFSETS, channels);
        Arrays.fill(zeros, 0, channels, 0);
        return zeros;
    }

    /** 1, -1 or 0 for each gamma: what its normalisation does to the order of numbers. */
    private static float[] signs(float[] gamma, int channels, Scratch scratch) {
        float[] signs = scratch.floats(Scratch.Use.CHANNEL_SIGNS, channels);
        for (int c = 0; c < channels; c++) {
            signs[c] = Math.signum(gamma[c]);
        }
        return signs;
    }

    private void normalise(Kept kept, float[] mean, float[] scale, float[] beta, DropoutDraw draw, float[] y) {
        float[] extremes = array(kept.extremes());
        float[] places = array(kept.places());
        int c = pool.c();
        workers.runRows(pool.n() * pool.outT() * pool.outF(), c, (first, count) -> {
            for (int position = first; position < first + count; position++) {
                BatchNorm.normaliseRow(extremes, position * c, c, scale, mean, beta, y);
            }
            if (block.reluAfter()) {
                PooledConv2d.rectify(y, places, first * c, count * c);
            }
            if (draw != null) {
                Dropout.apply(draw, workers.scratch(), y, places, first * c, count * c);
            }
        });
    }

    /** Finishes and pools the bands of a convolution; an object serves one call after another. */
    static final class Output implements Conv2d.Output {
        private final BatchStatistics statistics = new BatchStatistics();
        private Pool2dShape pool;
        private float[] signs;
        /** Null where it isn't kept. */
        private float[] convolved;

        private float[] extremes;
        private float[] places;

        private Output of(Pool2dShape pool, float[] signs, float[] convolved, float[] extremes, float[] places) {
            this.pool = pool;
            this.signs = signs;
            this.convolved = convolved;
            this.extremes = extremes;
            this.places = places;
            return this;
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

    @Override
    public void backwardNormalisation(Gradient gradient) {
        Kept kept = gradient.kept();
        int c = pool.c();
        float[] dy = array(gradient.dy());
        float[] extremes = array(kept.extremes());
        float[] places = array(kept.places());
        float[] mean = array(kept.mean());
        float[] sums = workers.scratch().floats(Scratch.Use.CHANNEL_SUMS, 2 * c);
        reductions.sumBlocks(pool.n() * pool.outT() * pool.outF(), c, 2 * c, sums, (first, count, to, at) -> {
            for (int j = 0; j < c; j += LANES) {
                addProducts(dy, places, extremes, first * c + j, count, c, mean, j, to, at + j);
            }
        });
        float[] dgamma = array(gradient.dgamma());
        float[] dbeta = array(gradient.dbeta());
        for (int j = 0; j < c; j++) {
            dbeta[j] = sums[j] * dropoutScale();
            dgamma[j] = sums[c + j] * dropoutScale() * array(kept.invStd())[j];
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

    @Override
    public void backwardInput(Gradient gradient, Buffer dx) {
        Convolutions kernels = workers.scratch().convolutions(workers);
        kernels.conv2d.backwardInput(plan, rows(kernels, gradient), array(gradient.w()), array(dx));
    }

    @Override
    public void backwardWeights(Gradient gradient, Buffer dw, Buffer dbias) {
        Convolutions kernels = workers.scratch().convolutions(workers);
        NormalisedRows dz = rows(kernels, gradient);
        kernels.weightGradient.run(plan, array(gradient.x()), dz, array(dw), arrayOrNull(dbias));
    }

    /** dz = scale g + slope z + offset, where g is the gradient of what was normalised. */
    private NormalisedRows rows(Convolutions kernels, Gradient gradient) {
        Kept kept = gradient.kept();
        int c = pool.c();
        double rows = (double) pool.n() * pool.t() * pool.f();
        Scratch scratch = workers.scratch();
        float[] scale = scratch.floats(Scratch.Use.CHANNEL_SCALES, c);
        float[] slope = scratch.floats(Scratch.Use.CHANNEL_SLOPES, c);
        float[] offset = scratch.floats(Scratch.Use.CHANNEL_OFFSETS, c);
        for (int j = 0; j < c; j++) {
            double invStd = array(kept.invStd())[j];
            double factor = array(gradient.gamma())[j] * invStd;
            double perDeviation = -factor * invStd * array(gradient.dgamma())[j] / rows;
            scale[j] = (float) factor * dropoutScale();
            slope[j] = (float) perDeviation;
            offset[j] = (float) (-factor * array(gradient.dbeta())[j] / rows - perDeviation * array(kept.mean())[j]);
        }
        ImageRows z = convolved(kernels, gradient);
        return kernels.normalised
                .of(pool, z, array(gradient.dy()), array(kept.places()), block.reluBefore())
                .with(scale, slope, offset);
    }

    /** What was normalised. */
    private ImageRows convolved(Convolutions kernels, Gradient gradient) {
        Conv2dShape s = plan.shape;
        if (keepsConvolved()) {
            return kernels.plain.output(s, array(gradient.kept().convolved()));
        }
        float[] bias = arrayOrNull(gradient.bias());
        return kernels.convolved.of(s, array(gradient.x()), array(gradient.w()), bias, block.reluBefore());
    }

    private float dropoutScale() {
        return (float) (1 / (1 - block.dropout()));
    }
}
