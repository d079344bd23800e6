package org.timbrel.engine.tensor;

import java.util.function.Consumer;
import org.timbrel.engine.backend.Buffer;

/** Lets one backward kernel write the gradients of several tensors at once. */
final class Gradients {
    private Gradients() {}

    /**
     * Gives {@code kernel} a buffer for each target, to be overwritten with that target's gradient; null for a target that
     * needs none. What it writes is added to gradients that are there already.
     */
    static void add(Consumer<Buffer[]> kernel, Tensor... targets) {
        Buffer[] buffers = new Buffer[targets.length];
        for (int i = 0; i < targets.length; i++) {
            buffers[i] = targets[i] != null && targets[i].requiresGradient()
                    ? targets[i].gradientSum().nextTerm()
                    : null;
        }
        kernel.accept(buffers);
        for (int i = 0; i < targets.length; i++) {
            if (buffers[i] != null) {
                targets[i].gradientSum().add(buffers[i]);
            }
        }
    }

    /** As {@link #add}, but the kernel needs every buffer: a target that wants none gets scratch memory. */
    static void addAll(Consumer<Buffer[]> kernel, Tensor... targets) {
        Buffer[] buffers = new Buffer[targets.length];
        for (int i = 0; i < targets.length; i++) {
            buffers[i] =
                    targets[i].requiresGradient() ? targets[i].gradientSum().nextTerm() : targets[i].allocateLike();
        }
        kernel.accept(buffers);
        for (int i = 0; i < targets.length; i++) {
            if (targets[i].requiresGradient()) {
                targets[i].gradientSum().add(buffers[i]);
            } else {
                targets[i].releaseLike(buffers[i]);
            }
        }
    }
}
