package org.timbrel.engine.backend;

/**
 * Two-dimensional pooling, channels last, without padding: windows that would leave x are dropped (Keras 'valid', the
 * default of Keras and PyTorch).
 *
 * @param n images
 * @param t rows of x
 * @param f columns of x
 * @param c channels
 * @param sizeT rows of the window
 * @param sizeF columns of the window
 * @param strideT step in rows
 * @param strideF step in columns
 */
public record Pool2dShape(int n, int t, int f, int c, int sizeT, int sizeF, int strideT, int strideF) {
    /** Rows of y: floor((T - sizeT) / strideT) + 1. */
    public int outT() {
        return Math.floorDiv(t - sizeT, strideT) + 1;
    }

    /** Columns of y: floor((F - sizeF) / strideF) + 1. */
    public int outF() {
        return Math.floorDiv(f - sizeF, strideF) + 1;
    }

    /** Elements of x. */
    public int inputSize() {
        return n * t * f * c;
    }

    /** Elements of y. */
    public int outputSize() {
        return n * outT() * outF() * c;
    }
}
