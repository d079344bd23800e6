package org.timbrel.engine.backend.vector;

/**
 * The kernels of convolution that one thread calls, with what they read and write. All of these keep the operands of the call that is
 * under way, which each call sets anew, so that none makes objects.
 */
final class Convolutions {
    final Conv2d conv2d;
    final Conv2dWeightGradient weightGradient;

    /** What a convolution writes, or its gradient, where that lies in an array. */
    final PlainRows plain = new PlainRows();

    final PooledConv2d.Output pooling = new PooledConv2d.Output();
    final UnpooledRows unpooled = new UnpooledRows();
    final PooledNormalisation normalisation;
    final NormalisedRows normalised = new NormalisedRows();
    final ConvolvedRows convolved = new ConvolvedRows();

    Convolutions(Workers workers) {
        conv2d = new Conv2d(workers);
        weightGradient = new Conv2dWeightGradient(workers);
        normalisation = new PooledNormalisation(workers);
    }
}
