package org.timbrel.engine.tensor;

import java.util.Set;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * The memory of one step. Tensors made from a workspace's tensors belong to it too; when it closes, their buffers go back
 * to the pool, and reading one of them is an error; {@link Tensor#backward} gives back sooner what it has passed. {@link
 * Tensor#keep} makes a copy that stays.
 *
 * <pre>
 * try (Workspace step = pool.openStep()) {
 *     Tensor loss = model.forward(step.tensor(shape, values), pass).crossEntropy(step.tensor(...));
 *     loss.backward();
 *     optimizer.step();
 * }
 * </pre>
 */
public final class Workspace implements AutoCloseable {
    private final BufferPool pool;
    private final boolean records;
    private final Set<Buffer> taken;
    private final Nodes nodes;
    private boolean open = true;

    Workspace(BufferPool pool, boolean records) {
        this.pool = pool;
        this.records = records;
        this.taken = pool.lendSet();
        this.nodes = pool.lendNodes();
    }

    /** A tensor of the given values that lives until the workspace closes. */
    public Tensor tensor(Shape shape, float[] values) {
        shape.requireSize(values.length);
        Buffer buffer = allocate(shape.size(), false);
        backend().write(values, buffer, 0);
        return new Tensor(backend(), this, shape, buffer, false);
    }

    /** The backend on which it allocates. */
    public Backend backend() {
        return pool.backend();
    }

    /** Whether operations record how to go back. */
    public boolean records() {
        return records;
    }

    /** @param halves whether it is to be stored as halves, where the backend can */
    Buffer allocate(int length, boolean halves) {
        requireOpen();
        Buffer buffer = pool.take(length, halves);
        taken.add(buffer);
        return buffer;
    }

    void release(Buffer buffer) {
        if (taken.remove(buffer)) {
            pool.giveBack(buffer);
        }
    }

    /** A node for a tensor of this workspace. */
    Node newNode() {
        requireOpen();
        return nodes.next();
    }

    /** @param buffer of a tensor; null if it has been given back */
    void requireInUse(Buffer buffer) {
        requireOpen();
        if (buffer == null) {
            throw new IllegalStateException("backward() has passed this tensor and its memory is in use again;"
                    + " read its values, or call keep() on it, before backward()");
        }
    }

    /** What belongs to a workspace that has been closed may belong to the next one. */
    void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the workspace of this tensor has been closed and its memory is in use again;"
                            + " call keep() on the tensor before the workspace closes");
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            for (Buffer buffer : taken) {
                pool.giveBack(buffer);
            }
            pool.takeBack(taken, nodes);
        }
    }
}
