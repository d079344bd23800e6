package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * The output of a convolution that {@link NineTapMicrokernel} computes, with its bias and ReLU, made anew where it is read, to the
 * same bits: nine multiply-adds take less time than a number from memory. An object serves one call of a kernel after another.
 */
final class ConvolvedRows implements ImageRows {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private Conv2dShape s;
    private float[] x;
    private float[] w;
    private float[] bias;
    private boolean relu;

    /**
     * From here on this output.
     *
     * @param s the convolution
     * @param x images of one channel
     * @param w (9,o)
     * @param bias (o), null for none
     * @param relu whether negative numbers become zero
     */
    ConvolvedRows of(Conv2dShape s, float[] x, float[] w, float[] bias, boolean relu) {
        this.s = s;
        this.x = x;
        this.w = w;
        this.bias = bias;
        this.relu = relu;
        return this;
    }

    @Override
    public void copy(Scratch scratch, int image, int row, int from, int n, float[] to, int at) {
        System.arraycopy(array(scratch, image, row, 1), Scratch.FIRST + from, to, at, n);
    }

    @Override
    public float[] array(Scratch scratch, int image, int firstRow, int rows) {
        int width = s.outF() + s.kf() - 1;
        float[] padded = padded(scratch, image, firstRow, rows + s.kt() - 1, width);
        int rowSize = s.outF() * s.o();
        float[] z = scratch.floats(Scratch.Use.CONVOLVED, rows * rowSize);
        float floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            int from = Scratch.FIRST + row * width;
            for (int o = 0; o < s.o(); o += Lanes.COUNT) {
                int to = Scratch.FIRST + row * rowSize + o;
                NineTapMicrokernel.multiply(padded, from, width, w, o, z, to, s.o(), s.outF());
                finish(z, to, s.o(), s.outF(), bias, o, floor);
            }
        }
        return z;
    }

    /** Rows of an image with zeros around it. */
    private float[] padded(Scratch scratch, int image, int firstRow, int rows, int width) {
        float[] padded = scratch.floats(Scratch.Use.CONVOLVED_IMAGE, rows * width);
        for (int i = 0; i < rows; i++) {
            int row = firstRow + i - s.padT();
            int at = Scratch.FIRST + i * width;
            Arrays.fill(padded, at, at + width, 0);
            if (row >= 0 && row < s.t()) {
                int n = Math.min(s.f(), width - s.padF());
                System.arraycopy(x, (image * s.t() + row) * s.f(), padded, at + s.padF(), n);
            }
        }
        return padded;
    }

    private static void finish(float[] z, int at, int step, int positions, float[] bias, int o, float floor) {
        FloatVector shift = bias == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, bias, o);
        for (int f = 0; f < positions; f++) {
            int i = at + f * step;
            FloatVector.fromArray(SPECIES, z, i).add(shift).max(floor).intoArray(z, i);
        }
    }

    @Override
    public int at(int image, int firstRow) {
        return Scratch.FIRST;
    }
}
