package org.timbrel.engine.backend.vector;

import static org.timbrel.engine.backend.vector.FloatBuffer.array;
import static org.timbrel.engine.backend.vector.FloatBuffer.arrayOrNull;

import java.util.Arrays;
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
        return PooledConv2d.computes(s) && s.o() % Lanes.COUNT == 0;
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
        PooledNormalisation pooled = kernels.normalisation.of(pool, array(kept.extremes()), array(kept.places()));
        pooled.begin(s, biases, block.reluBefore(), signs, convolved);
        kernels.conv2d.forward(s, plan.forward, array(x), array(w), pooled);
        float[] mean = array(kept.mean());
        float[] variance = array(kept.variance());
        float[] invStd = array(kept.invStd());
        pooled.finishStatistics(mean, variance);
        float[] scale = scratch.floats(Scratch.Use.CHANNEL_SCALES, s.o());
        for (int c = 0; c < s.o(); c++) {
            invStd[c] = (float) (1 / Math.sqrt(variance[c] + block.epsilon()));
            scale[c] = array(gamma)[c] * invStd[c];
        }
        pooled.normalise(mean, scale, array(beta), block.reluAfter(), draw, array(y));
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

    @Override
    public void backwardNormalisation(Gradient gradient) {
        Kept kept = gradient.kept();
        int c = pool.c();
        Scratch scratch = workers.scratch();
        float[] sums = scratch.floats(Scratch.Use.CHANNEL_SUMS, 2 * c);
        scratch.convolutions(workers)
                .normalisation
                .of(pool, array(kept.extremes()), array(kept.places()))
                .sumGradients(reductions, array(gradient.dy()), array(kept.mean()), sums);
        float[] dgamma = array(gradient.dgamma());
        float[] dbeta = array(gradient.dbeta());
        for (int j = 0; j < c; j++) {
            dbeta[j] = sums[j] * dropoutScale();
            dgamma[j] = sums[c + j] * dropoutScale() * array(kept.invStd())[j];
        }
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
