package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Conv2dShape;

/** Images that lie in an array; an object serves one call of a kernel after another. */
final class PlainRows implements ImageRows {
    private float[] x;
    private int rows;
    private int rowSize;

    /** From here on what a convolution reads. */
    PlainRows input(Conv2dShape s, float[] x) {
        return of(x, s.t(), s.f() * s.c());
    }

    /** From here on what it writes. */
    PlainRows output(Conv2dShape s, float[] y) {
        return of(y, s.outT(), s.outF() * s.o());
    }

    private PlainRows of(float[] x, int rows, int rowSize) {
        this.x = x;
        this.rows = rows;
        this.rowSize = rowSize;
        return this;
    }

    /** All images. */
    float[] x() {
        return x;
    }

    /** Floats of a row. */
    int rowSize() {
        return rowSize;
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
