package org.timbrel.engine.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
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
    private final Free singles = new Free();
    private final Free halves = new Free();
    private Set<Buffer> spareSet;
    private Nodes spareNodes;

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

    /**
     * A buffer of at least the given length: the shortest free one that is long enough, unless it is far too long.
     *
     * @param half whether it is to be stored as halves, where the backend can
     */
    Buffer take(int length, boolean half) {
        boolean stored = half && backend.storesHalves();
        Buffer free = (stored ? halves : singles).take(length);
        return free == null ? fresh(backend, length, stored) : free;
    }

    /** A buffer of no pool. */
    static Buffer fresh(Backend backend, int length, boolean half) {
        return half ? backend.allocateHalf(length) : backend.allocate(length);
    }

    void giveBack(Buffer buffer) {
        (buffer.isHalf() ? halves : singles).add(buffer);
    }

    /** An empty set, by identity, for the buffers of a workspace: that of the last one. */
    Set<Buffer> lendSet() {
        Set<Buffer> lent = spareSet == null ? Collections.newSetFromMap(new IdentityHashMap<>()) : spareSet;
        spareSet = null;
        return lent;
    }

    /** Nodes for the tensors of a workspace: those of the last one. */
    Nodes lendNodes() {
        Nodes lent = spareNodes == null ? new Nodes() : spareNodes;
        spareNodes = null;
        return lent;
    }

    /** What a workspace that has been closed needs no longer. */
    void takeBack(Set<Buffer> set, Nodes nodes) {
        set.clear();
        nodes.clear();
        spareSet = set;
        spareNodes = nodes;
    }

    /** Free buffers, the shortest first. */
    private static final class Free {
        private Buffer[] buffers = new Buffer[64];
        private int count;

        /** Null if there is none that fits. */
        Buffer take(int length) {
            int at = firstOf(length);
            if (at == count || buffers[at].length() / ROOM > length) {
                return null;
            }
            Buffer buffer = buffers[at];
            count--;
            System.arraycopy(buffers, at + 1, buffers, at, count - at);
            buffers[count] = null;
            return buffer;
        }

        void add(Buffer buffer) {
            if (count == buffers.length) {
                buffers = Arrays.copyOf(buffers, 2 * count);
            }
            int at = firstOf(buffer.length());
            System.arraycopy(buffers, at, buffers, at + 1, count - at);
            buffers[at] = buffer;
            count++;
        }

        /** Where the first buffer of at least the given length stands. */
        private int firstOf(int length) {
            int from = 0;
            int to = count;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (buffers[middle].length() < length) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }
    }
}
