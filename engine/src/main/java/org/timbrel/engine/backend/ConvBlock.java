package org.timbrel.engine.backend;

/**
 * A run of layers that a backend may compute in one go: convolution with bias, ReLU, pooling of the largest of 2 x 2,
 * dropout.
 *
 * <pre>
 * y = dropout(maxPool2d(relu(x * w + bias)))      x (N,T,F,C)   y (N, T'/2, F'/2, O), halves rounded down
 * </pre>
 *
 * @param conv the convolution; strides of 1
 * @param relu whether there is a ReLU before the pooling
 * @param dropout rate of the dropout; 0 for none
 */
public record ConvBlock(Conv2dShape conv, boolean relu, double dropout) {
    /** The pooling of the convolution's output. */
    public Pool2dShape pool() {
        return new Pool2dShape(conv.n(), conv.outT(), conv.outF(), conv.o(), 2, 2, 2, 2);
    }
}
