package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Conv2dShape;

/**
 * Images that lie in an array.
 *
 * @param x all images
 * @param rows of an image
 * @param rowSize floats of a row
 */
record PlainRows(float[] x, int rows, int rowSize) implements ImageRows {
    /** What a convolution reads. */
    static PlainRows input(Conv2dShape s, float[] x) {
        return new PlainRows(x, s.t(), s.f() * s.c());
    }

    /** What it writes. */
    static PlainRows output(Conv2dShape s, float[] y) {
        return new PlainRows(y, s.outT(), s.outF() * s.o());
    }

    @Override
    public void copy(Scratch scratch, int image, int row, int from, int n, float[] to, int at) {
        System.arraycopy(x, at(image, row) + from, to, at, n);
    }

    @Override
    public float[] array(Scratch scratch, int image, int firstRow, int count) {
        return x;
    }

    @Override
    public int at(int image, int firstRow) {
        return (image * rows + firstRow) * rowSize;
    }
}
