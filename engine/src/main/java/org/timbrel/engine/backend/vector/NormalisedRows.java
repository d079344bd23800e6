package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * The gradient of a convolution's output z before a batch normalisation and a pooling of 2 x 2, made row by row where it is
 * read: dz = scale g + slope z + offset, where g is the gradient after the pooling at its place and zero elsewhere. An object serves
 * one call of a kernel after another.
 */
final class NormalisedRows implements ImageRows {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Pool2dShape pool;
    private ImageRows z;
    private float[] dy;
    private float[] places;
    private float[] scale;
    private float[] slope;
    private float[] offset;
    private float floor;

    /**
     * From here on this gradient.
     *
     * @param pool the pooling; whole vectors of channels
     * @param z what was normalised: where it was kept, or computed anew
     * @param dy gradient of the pooled values
     * @param places 1 to 4 for the position in the window, row by row; 0 for none
     * @param relu whether z came out of a ReLU, where the gradient ends
     */
    NormalisedRows of(Pool2dShape pool, ImageRows z, float[] dy, float[] places, boolean relu) {
        this.pool = pool;
        this.z = z;
        this.dy = dy;
        this.places = places;
        this.floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        return this;
    }

    /** The numbers of each channel. */
    NormalisedRows with(float[] scale, float[] slope, float[] offset) {
        this.scale = scale;
        this.slope = slope;
        this.offset = offset;
        return this;
    }

    @Override
    public void copy(Scratch scratch, int image, int row, int from, int n, float[] to, int at) {
        int c = pool.c();
        int pooledRow = row / 2;
        int begin = from / c;
        int end = begin + n / c;
        int paired = pooledRow < pool.outT() ? Math.min(end, 2 * pool.outF()) : begin;
        float[] values = z.array(scratch, image, row, 1);
        int zAt = z.at(image, row);
        int pooled = (image * pool.outT() + pooledRow) * pool.outF() * c;
        for (int j = 0; j < c; j += LANES) {
            for (int column = 0; column < 2; column++) {
                int first = begin + (begin + column) % 2;
                int windows = Math.max(0, (paired - first + 1) / 2);
                int place = row % 2 * 2 + first % 2 + 1;
                int zFrom = zAt + first * c + j;
                int target = at + (first - begin) * c + j;
                int dyFrom = pooled + first / 2 * c + j;
                spread(j, values, zFrom, dyFrom, place, to, target, windows);
            }
            int rest = Math.max(begin, paired);
            slope(j, values, zAt + rest * c + j, to, at + (rest - begin) * c + j, end - rest);
        }
    }

    /** Every other position of a row, for a vector of channels: one of each window. */
    private void spread(
            int channel, float[] values, int valuesAt, int from, int place, float[] to, int at, int windows) {
        int c = pool.c();
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector factor = FloatVector.fromArray(SPECIES, scale, channel);
        FloatVector steepness = FloatVector.fromArray(SPECIES, slope, channel);
        FloatVector shift = FloatVector.fromArray(SPECIES, offset, channel);
        for (int f = 0; f < windows; f++) {
            FloatVector value = FloatVector.fromArray(SPECIES, values, valuesAt + 2 * f * c);
            VectorMask<Float> here =
                    FloatVector.fromArray(SPECIES, places, from + f * c).compare(VectorOperators.EQ, place);
            FloatVector pooled = zero.blend(FloatVector.fromArray(SPECIES, dy, from + f * c), here);
            FloatVector gradient = pooled.fma(factor, value.fma(steepness, shift));
            VectorMask<Float> passes = value.compare(VectorOperators.GT, floor);
            zero.blend(gradient, passes).intoArray(to, at + 2 * f * c);
        }
    }

    /** Positions of which no window knows, for a vector of channels. */
    private void slope(int channel, float[] values, int valuesAt, float[] to, int at, int positions) {
        int c = pool.c();
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector steepness = FloatVector.fromArray(SPECIES, slope, channel);
        FloatVector shift = FloatVector.fromArray(SPECIES, offset, channel);
        for (int f = 0; f < positions; f++) {
            FloatVector value = FloatVector.fromArray(SPECIES, values, valuesAt + f * c);
            VectorMask<Float> passes = value.compare(VectorOperators.GT, floor);
            zero.blend(value.fma(steepness, shift), passes).intoArray(to, at + f * c);
        }
    }

    @Override
    public float[] array(Scratch scratch, int image, int firstRow, int rows) {
        int rowSize = pool.f() * pool.c();
        float[] gradient = scratch.floats(Scratch.Use.UNPOOLED, rows * rowSize);
        for (int row = 0; row < rows; row++) {
            copy(scratch, image, firstRow + row, 0, rowSize, gradient, Scratch.FIRST + row * rowSize);
        }
        return gradient;
    }

    @Override
    public int at(int image, int firstRow) {
        return Scratch.FIRST;
    }
}
