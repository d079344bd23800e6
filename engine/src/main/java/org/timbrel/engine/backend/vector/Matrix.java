package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.MatmulShape;

/**
 * A matrix inside an array: element (i, j) at offset + i stride + j, or with i and j exchanged if it is transposed. It is set before it
 * is read, and again for the next product.
 */
final class Matrix {
    float[] data;
    int offset;
    int stride;
    boolean transposed;

    /** Makes it operand op(A) of the i-th product. */
    void setLeft(MatmulShape s, float[] a, int i) {
        set(a, i * s.m() * s.k(), s.transposeA() ? s.m() : s.k(), s.transposeA());
    }

    /** Makes it operand op(B) of the i-th product. */
    void setRight(MatmulShape s, float[] b, int i) {
        set(b, i * s.k() * s.n(), s.transposeB() ? s.k() : s.n(), s.transposeB());
    }

    /** Makes it the result of the i-th product. */
    void setResult(MatmulShape s, float[] c, int i) {
        set(c, i * s.m() * s.n(), s.n(), false);
    }

    private void set(float[] array, int first, int step, boolean columnByColumn) {
        data = array;
        offset = first;
        stride = step;
        transposed = columnByColumn;
    }

    /** Where element (i, j) lies. */
    int at(int i, int j) {
        return offset + (transposed ? j * stride + i : i * stride + j);
    }
}
