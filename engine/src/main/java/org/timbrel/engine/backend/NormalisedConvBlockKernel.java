package org.timbrel.engine.backend;

/**
 * A kernel for the whole of a {@link NormalisedConvBlock}, with a pass or two in place of one for each layer. It serves any
 * number of steps.
 */
public interface NormalisedConvBlockKernel {
    /**
     * What the way forward writes for the way back; only this kernel knows what the first three mean.
     *
     * @param convolved as large as the convolution's output; null unless {@link #keepsConvolved}
     * @param extremes as large as y
     * @param places as large as y
     * @param mean (o) of this batch
     * @param variance (o) of this batch, biased
     * @param invStd (o), 1 / sqrt(variance + epsilon)
     */
    record Kept(Buffer convolved, Buffer extremes, Buffer places, Buffer mean, Buffer variance, Buffer invStd) {}

    /**
     * What the gradients of the convolution are made from.
     *
     * @param x of the way forward
     * @param w likewise
     * @param bias (o), null for none
     * @param dy gradient of y
     * @param kept by the way forward
     * @param gamma (o)
     * @param dgamma (o), written by {@link #backwardNormalisation}
     * @param dbeta (o), likewise
     */
    record Gradient(Buffer x, Buffer w, Buffer bias, Buffer dy, Kept kept, Buffer gamma, Buffer dgamma, Buffer dbeta) {}

    /** Whether the way back reads the convolution's output; if not, it computes that anew. */
    boolean keepsConvolved();

    /**
     * The whole run of layers.
     *
     * @param bias (o), null for none
     * @param gamma (o)
     * @param beta (o)
     * @param draw what the dropout draws in this step; null if there is none
     * @param y (n, t'/2, f'/2, o)
     */
    void forward(Buffer x, Buffer w, Buffer bias, Buffer gamma, Buffer beta, DropoutDraw draw, Buffer y, Kept kept);

    /** The gradients of gamma and beta, which the other two ways back read: it comes first. */
    void backwardNormalisation(Gradient gradient);

    /** dx: the gradient of x. */
    void backwardInput(Gradient gradient, Buffer dx);

    /**
     * dw and dbias: the gradients of the weights and of the convolution's bias.
     *
     * @param dbias (o), null if there is no bias
     */
    void backwardWeights(Gradient gradient, Buffer dw, Buffer dbias);
}
