package org.timbrel.engine.tensor;

import java.util.function.Consumer;
import org.timbrel.engine.backend.Buffer;

/** Lets one backward kernel write the gradients of several tensors at once. */
final class Gradients {
    private Gradients() {}

    /**
     * Gives {@code kernel} a buffer for each target, to be overwritten with that target's gradient; a target that wants none
     * gets scratch memory. What it writes is added to gradients that are there already.
     */
    static void addAll(Consumer<Buffer[]> kernel, Tensor... targets) {
        add(kernel, 0, targets);
    }

    /** The same for a kernel that can do without the first: null where that target wants none. */
    static void addAllOrFirstNull(Consumer<Buffer[]> kernel, Tensor... targets) {
        add(kernel, 1, targets);
    }

    private static void add(Consumer<Buffer[]> kernel, int optional, Tensor[] targets) {
        Buffer[] buffers = new Buffer[targets.length];
        for (int i = 0; i < targets.length; i++) {
            if (targets[i].requiresGradient()) {
                buffers[i] = targets[i].gradientSum().nextTerm();
            } else if (i >= optional) {
                buffers[i] = targets[i].allocateLike();
            }
        }
        kernel.accept(buffers);
        for (int i = 0; i < targets.length; i++) {
            if (targets[i].requiresGradient()) {
                targets[i].gradientSum().add(buffers[i]);
            } else if (i >= optional) {
                targets[i].releaseLike(buffers[i]);
            }
        }
    }
}
