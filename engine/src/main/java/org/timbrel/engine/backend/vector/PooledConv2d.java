package org.timbrel.engine.backend.vector;

import static org.timbrel.engine.backend.vector.FloatBuffer.array;
import static org.timbrel.engine.backend.vector.FloatBuffer.arrayOrNull;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * Convolution, bias, ReLU, pooling and dropout in one pass. A band of the convolution goes to an array that stays in the
 * second-level cache; what leaves it is the pooled band and, for each of its values, a place: 1 to 4 for the position
 * of the largest in its window, 0 where no gradient comes back, because of ReLU or dropout. The convolution's own
 * output, four times as large, is never in memory. Its gradient, three quarters of it zeros, is made from the places
 * where a kernel is about to read it ({@link UnpooledRows}).
 *
 * <p>The largest of four plus the bias is the largest of four sums, so bias and ReLU are taken once a window.
 *
 * <p>Channels that don't fill their last vector are taken in a vector that ends with them, some for a second time.
 */
final class PooledConv2d implements ConvBlockKernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final ConvBlock block;
    private final ConvPlan plan;
    private final Pool2dShape pool;
    private final Workers workers;

    PooledConv2d(ConvBlock block, Workers workers) {
        this.block = block;
        this.plan = new ConvPlan(block.conv());
        this.pool = block.pool();
        this.workers = workers;
    }

    /** Whether this kernel computes a block: strides of 1, and channels of a vector or more. */
    static boolean computes(Conv2dShape s) {
        return s.strideT() == 1 && s.strideF() == 1 && s.o() >= LANES && s.outT() > 1 && s.outF() > 1;
    }

    @Override
    public void forward(Buffer x, Buffer w, Buffer bias, DropoutDraw draw, Buffer y, Buffer places) {
        Convolutions kernels = kernels();
        Output output = kernels.pooling.of(pool, block.relu(), draw, arrayOrNull(bias), array(y), array(places));
        kernels.conv2d.forward(plan.shape, plan.pooled, array(x), array(w), output);
    }

    @Override
    public void backwardInput(Buffer dy, Buffer places, Buffer w, Buffer dx) {
        Convolutions kernels = kernels();
        kernels.conv2d.backwardInput(plan, gradient(kernels, dy, places), array(w), array(dx));
    }

    @Override
    public void backwardWeights(Buffer x, Buffer dy, Buffer places, Buffer dw, Buffer dbias) {
        Convolutions kernels = kernels();
        UnpooledRows gradient = gradient(kernels, dy, places);
        kernels.weightGradient.run(plan, array(x), gradient, array(dw), arrayOrNull(dbias));
    }

    private Convolutions kernels() {
        return workers.scratch().convolutions(workers);
    }

    private UnpooledRows gradient(Convolutions kernels, Buffer dy, Buffer places) {
        return kernels.unpooled.of(pool, array(dy), array(places), (float) (1 / (1 - block.dropout())));
    }

    /** Pools the bands of a convolution; an object serves one call after another. */
    static final class Output implements Conv2d.Output {
        private Pool2dShape pool;
        private boolean relu;
        private DropoutDraw draw;
        private float[] bias;
        private float[] y;
        private float[] places;

        private Output of(Pool2dShape pool, boolean relu, DropoutDraw draw, float[] bias, float[] y, float[] places) {
            this.pool = pool;
            this.relu = relu;
            this.draw = draw;
            this.bias = bias;
            this.y = y;
            this.places = places;
            return this;
        }

        @Override
        public int rowsTogether() {
            return 2;
        }

        @Override
        public float[] array(Scratch scratch, int rows) {
            return scratch.floats(Scratch.Use.CONVOLVED, rows * 2 * pool.outF() * pool.c());
        }

        @Override
        public int at(int image, int firstRow) {
            return Scratch.FIRST;
        }

        @Override
        public void finish(Scratch scratch, float[] z, int at, int image, int firstRow, int rows) {
            int c = pool.c();
            int rowSize = pool.outF() * c;
            int to = (image * pool.outT() + firstRow / 2) * rowSize;
            for (int row = 0; row < rows / 2; row++) {
                int above = at + row * 4 * rowSize;
                int below = above + 2 * rowSize;
                for (int f = 0; f < pool.outF(); f++) {
                    int from = 2 * f * c;
                    largest(z, above + from, below + from, c, y, places, to + row * rowSize + f * c);
                }
            }
            int count = rows / 2 * rowSize;
            addBias(to, count);
            if (relu) {
                rectify(y, places, to, count);
            }
            if (draw != null) {
                Dropout.apply(draw, scratch, y, places, to, count);
            }
        }

        private void addBias(int to, int count) {
            for (int at = to; bias != null && at < to + count; at += pool.c()) {
                Arithmetic.addScaled(bias, 0, 1, y, at, pool.c());
            }
        }
    }

    /** The largest of each window of one position, and its place. */
    private static void largest(float[] z, int above, int below, int c, float[] y, float[] places, int to) {
        for (int v = 0; v < Lanes.vectors(c); v++) {
            int j = Math.min(v * LANES, c - LANES);
            FloatVector best = FloatVector.fromArray(SPECIES, z, above + j);
            FloatVector place = FloatVector.broadcast(SPECIES, 1);
            FloatVector next = FloatVector.fromArray(SPECIES, z, above + c + j);
            VectorMask<Float> larger = next.compare(VectorOperators.GT, best);
            best = best.blend(next, larger);
            place = place.blend(2, larger);
            next = FloatVector.fromArray(SPECIES, z, below + j);
            larger = next.compare(VectorOperators.GT, best);
            best = best.blend(next, larger);
            place = place.blend(3, larger);
            next = FloatVector.fromArray(SPECIES, z, below + c + j);
            larger = next.compare(VectorOperators.GT, best);
            best.blend(next, larger).intoArray(y, to + j);
            place.blend(4, larger).intoArray(places, to + j);
        }
    }

    /** y = relu(y), and no place where it is 0. */
    static void rectify(float[] y, float[] places, int from, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = from + Math.min(v * LANES, n - LANES);
            FloatVector value = FloatVector.fromArray(SPECIES, y, i);
            VectorMask<Float> off = value.compare(VectorOperators.LE, 0);
            value.blend(zero, off).intoArray(y, i);
            FloatVector.fromArray(SPECIES, places, i).blend(zero, off).intoArray(places, i);
        }
    }
}
