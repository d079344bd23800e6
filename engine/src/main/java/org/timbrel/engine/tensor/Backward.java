package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Buffer;

/** The way back of one operation: from the gradient of its result to those of its inputs. */
@FunctionalInterface
interface Backward {
    /**
     * Overwrites {@code d} with what the gradient of each input gains by this result; or adds to it, where that was asked for ({@link
     * Tensor#withAddingBackward}).
     *
     * @param dy gradient of the result, which nobody else reads afterwards
     * @param d memory for each input, in their order; null for one that wants no gradient
     */
    void write(Buffer dy, Buffer[] d);
}
