package org.timbrel.engine.tensor;

import java.util.Arrays;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * Buffers of one backend that are used again, step after step, so that a training loop asks for no fresh memory once it
 * is warm. A buffer may be longer than what was asked for: the smaller batch at the end of an epoch, a validation and the
 * way back use the memory that the way forward has had. Used by one thread at a time.
 */
public final class BufferPool {
    /** How many times as long as what was asked for a buffer may be; a tensor needs few smaller ones beside it. */
    private static final int ROOM = 4;

    private final Backend backend;
    private Buffer[] free = new Buffer[64];
    private int count;

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

    /** A buffer of at least the given length: the shortest free one that is long enough, unless it is far too long. */
    Buffer take(int length) {
        int at = firstOf(length);
        if (at == count || free[at].length() / ROOM > length) {
            return backend.allocate(length);
        }
        Buffer buffer = free[at];
        count--;
        System.arraycopy(free, at + 1, free, at, count - at);
        free[count] = null;
        return buffer;
    }

    void giveBack(Buffer buffer) {
        if (count == free.length) {
            free = Arrays.copyOf(free, 2 * count);
        }
        int at = firstOf(buffer.length());
        System.arraycopy(free, at, free, at + 1, count - at);
        free[at] = buffer;
        count++;
    }

    /** Where the first free buffer of at least the given length stands. */
    private int firstOf(int length) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (free[middle].length() < length) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
