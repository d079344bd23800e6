package org.timbrel.engine.backend;

import java.util.Optional;

/**
 * The part of a {@link Backend} that multiplies: matrix products and convolutions. Most of the time of a training step goes
 * there, so a backend may have these on a device of its own and leave the rest to another.
 */
public interface Products {
    /**
     * c = activation(op(a) op(b) + bias). If {@code accumulate}, c = activation(c + op(a) op(b) + bias).
     *
     * @param bias (n), added to each row; null for none
     */
    void matmul(
            MatmulShape shape, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c);

    /**
     * y = activation(x * w + bias).
     *
     * @param bias (o), null for none
     */
    void conv2d(Conv2dShape shape, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y);

    /** dx: the gradient of x, from dy (n,outT,outF,o). */
    void conv2dBackwardInput(Conv2dShape shape, Buffer dy, Buffer w, Buffer dx);

    /**
     * dw and dbias: the gradients of the weights and of the bias.
     *
     * @param dbias (o), null if there is no bias
     */
    void conv2dBackwardWeights(Conv2dShape shape, Buffer x, Buffer dy, Buffer dw, Buffer dbias);

    /** A kernel for a whole run of layers; nothing where the layers one after another are as fast. */
    default Optional<ConvBlockKernel> convBlock(ConvBlock block) {
        return Optional.empty();
    }

    /** The same for a run with a batch normalisation in it, by the batch's own statistics. */
    default Optional<NormalisedConvBlockKernel> normalisedConvBlock(NormalisedConvBlock block) {
        return Optional.empty();
    }
}
