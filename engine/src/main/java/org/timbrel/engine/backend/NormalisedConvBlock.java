package org.timbrel.engine.backend;

/**
 * A run of layers with a batch normalisation in it that a backend may compute in one go while a model learns:
 *
 * <pre>
 * y = dropout(maxPool2d(relu(batchNorm(relu(x * w + bias)))))      x (N,T,F,C)   y (N, T'/2, F'/2, O), halves rounded down
 * </pre>
 *
 * @param conv the convolution; strides of 1
 * @param reluBefore whether there is a ReLU between convolution and normalisation
 * @param reluAfter whether there is one between normalisation and pooling
 * @param epsilon added to the variance
 * @param dropout rate of the dropout; 0 for none
 */
public record NormalisedConvBlock(
        Conv2dShape conv, boolean reluBefore, boolean reluAfter, double epsilon, double dropout) {
    /** The pooling of the normalised output. */
    public Pool2dShape pool() {
        return new Pool2dShape(conv.n(), conv.outT(), conv.outF(), conv.o(), 2, 2, 2, 2);
    }
}
