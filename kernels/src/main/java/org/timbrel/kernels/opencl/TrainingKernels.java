package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/** The part of a backend that only training asks for: dropout and the steps of optimizers. */
interface TrainingKernels extends Backend {
    /** The kernels that go number by number. */
    Elementwise elementwise();

    @Override
    default void dropout(Buffer x, int n, double rate, long seed, int stream, long step, Buffer y) {
        elementwise().dropout(x, n, rate, seed, stream, step, y);
    }

    @Override
    default void sgd(Buffer w, Buffer g, Buffer velocity, double learningRate, double momentum, int n) {
        elementwise().sgd(w, g, velocity, learningRate, momentum, n);
    }

    @Override
    default void adam(Buffer w, Buffer g, Buffer m, Buffer v, AdamStep step, int n) {
        elementwise().adam(w, g, m, v, step, n);
    }
}
