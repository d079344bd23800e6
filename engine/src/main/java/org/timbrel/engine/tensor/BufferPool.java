package org.timbrel.engine.tensor;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * Buffers of one backend that are used again, step after step, so that a training loop asks for no fresh memory once it
 * is warm. Used by one thread at a time.
 */
public final class BufferPool {
    private final Backend backend;
    private final Map<Integer, ArrayDeque<Buffer>> free = new HashMap<>();

    public BufferPool(Backend backend) {
        this.backend = backend;
    }

    /** The backend on which the buffers live. */
    public Backend backend() {
        return backend;
    }

    /** Opens a workspace for a training step: operations record how to go back. */
    public Workspace openStep() {
        return new Workspace(this, true);
    }

    /** Opens a workspace for inference: operations record nothing. */
    public Workspace openInference() {
        return new Workspace(this, false);
    }

    Buffer take(int length) {
        ArrayDeque<Buffer> sameLength = free.get(length);
        return sameLength == null || sameLength.isEmpty() ? backend.allocate(length) : sameLength.pop();
    }

    void giveBack(Buffer buffer) {
        free.computeIfAbsent(buffer.length(), n -> new ArrayDeque<>()).push(buffer);
    }
}
