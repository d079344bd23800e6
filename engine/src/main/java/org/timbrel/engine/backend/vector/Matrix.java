package org.timbrel.engine.backend.vector;

/** A matrix inside an array: element (i, j) at offset + i stride + j, or with i and j exchanged if it is transposed. */
final class Matrix {
    final float[] data;
    final int offset;
    final int stride;
    final boolean transposed;

    Matrix(float[] data, int offset, int stride, boolean transposed) {
        this.data = data;
        this.offset = offset;
        this.stride = stride;
        this.transposed = transposed;
    }

    /** Where element (i, j) lies. */
    int at(int i, int j) {
        return offset + (transposed ? j * stride + i : i * stride + j);
    }
}
