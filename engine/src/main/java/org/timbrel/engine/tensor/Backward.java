package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Buffer;

/** The way back of one operation: from the gradient of its result to those of its inputs. */
@FunctionalInterface
interface Backward {
    /**
     * Overwrites the gradients of the inputs with what this result adds to each.
     *
     * @param dy gradient of the result, which nobody else reads afterwards
     * @param d memory for the gradient of each input, in their order; null for one that wants none
     */
    void write(Buffer dy, Buffer[] d);
}
