package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * The gradient before a pooling of 2 x 2, made row by row from that after it: each value goes to its place, the rest is
 * zero. An object serves one call of a kernel after another.
 */
final class UnpooledRows implements ImageRows {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Pool2dShape pool;
    private float[] dy;
    private float[] places;
    private float scale;

    /**
     * From here on this gradient.
     *
     * @param pool the pooling; channels of a vector or more
     * @param dy gradient of the pooled values
     * @param places 1 to 4 for the position in the window, row by row; 0 for none
     * @param scale by which each value is multiplied
     */
    UnpooledRows of(Pool2dShape pool, float[] dy, float[] places, float scale) {
        this.pool = pool;
        this.dy = dy;
        this.places = places;
        this.scale = scale;
        return this;
    }

    @Override
    public void copy(Scratch scratch, int image, int row, int from, int n, float[] to, int at) {
        int c = pool.c();
        int pooledRow = row / 2;
        int columns = pooledRow < pool.outT() ? 2 * pool.outF() : 0;
        int begin = from / c;
        int end = Math.max(begin, Math.min(begin + n / c, columns));
        int pooled = (image * pool.outT() + pooledRow) * pool.outF() * c;
        int place = row % 2 * 2 + 1;
        int first = begin;
        if (first % 2 == 1 && first < end) {
            spread(dy, places, pooled + first / 2 * c, c, place + 1, scale, to, at, 1, 0);
            first++;
        }
        int pairs = (end - first) / 2;
        int pairsAt = at + (first - begin) * c;
        for (int column = 0; column < 2; column++) {
            int target = pairsAt + column * c;
            spread(dy, places, pooled + first / 2 * c, c, place + column, scale, to, target, pairs, 2 * c);
        }
        int last = first + 2 * pairs;
        if (last < end) {
            int target = at + (last - begin) * c;
            spread(dy, places, pooled + last / 2 * c, c, place, scale, to, target, 1, 0);
        }
        Arrays.fill(to, at + (end - begin) * c, at + n, 0);
    }

    /** One column of the windows in a row: the values whose place it is, zero elsewhere. */
    private static void spread(
            float[] dy,
            float[] places,
            int from,
            int c,
            int place,
            float scale,
            float[] to,
            int at,
            int windows,
            int step) {
        for (int f = 0; f < windows; f++) {
            for (int v = 0; v < Lanes.vectors(c); v++) {
                int j = Math.min(v * LANES, c - LANES);
                int i = from + f * c + j;
                FloatVector here = FloatVector.fromArray(SPECIES, places, i);
                FloatVector value = FloatVector.fromArray(SPECIES, dy, i).mul(scale);
                value.blend(0, here.compare(VectorOperators.NE, place)).intoArray(to, at + f * step + j);
            }
        }
    }

    @Override
    public float[] array(Scratch scratch, int image, int firstRow, int rows) {
        int rowSize = pool.f() * pool.c();
        float[] unpooled = scratch.floats(Scratch.Use.UNPOOLED, rows * rowSize);
        for (int row = 0; row < rows; row++) {
            copy(scratch, image, firstRow + row, 0, rowSize, unpooled, Scratch.FIRST + row * rowSize);
        }
        return unpooled;
    }

    @Override
    public int at(int image, int firstRow) {
        return Scratch.FIRST;
    }
}
