package org.timbrel.engine.backend;

/**
 * A kernel for the whole of a {@link ConvBlock}, which keeps no more of the convolution than where the maxima were. It serves
 * any number of steps.
 */
public interface ConvBlockKernel {
    /**
     * The whole run of layers.
     *
     * @param bias (o), null for none
     * @param draw what the dropout draws in this step; null if there is none
     * @param y (n, t'/2, f'/2, o)
     * @param places as large as y, written; only this kernel's backward knows what it means
     */
    void forward(Buffer x, Buffer w, Buffer bias, DropoutDraw draw, Buffer y, Buffer places);

    /** dx: the gradient of x. */
    void backwardInput(Buffer dy, Buffer places, Buffer w, Buffer dx);

    /**
     * dw and dbias: the gradients of the weights and of the bias.
     *
     * @param dbias (o), null if there is no bias
     */
    void backwardWeights(Buffer x, Buffer dy, Buffer places, Buffer dw, Buffer dbias);
}
