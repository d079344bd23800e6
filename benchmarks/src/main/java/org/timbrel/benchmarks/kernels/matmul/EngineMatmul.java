package org.timbrel.benchmarks.kernels.matmul;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Rung 7, threads: the engine's own kernel, as every model of Timbrel uses it. The rows are cut into strips, and threads
 * take the next strip when they have done one; the panels of B are packed once for all of them.
 *
 * <pre>
 *    A              C  # # # #   strip 1    packed by the thread that
 *    . . . .           # # # #   strip 2    multiplies it: it then lies
 *    . . . .           # # # #   strip 3    in its own second-level cache
 *    . . . .           # # # #   ...
 * </pre>
 *
 * What it adds to {@link Packing} on one thread: a tile of ten or twelve rows where there are 32 registers; rows of A are
 * packed as rows, which is a plain copy; slices of k are 512 deep, so that C is fetched half as often; and small
 * products, where copying would not pay, read their operands in place.
 *
 * <p>What limits it: the start and the end of each slice, when threads wait for each other, and memory that the cores
 * share. Results are the same to the bit for any number of threads, because each number of C is one chain of
 * multiply-adds over k whoever computes it.
 */
public final class EngineMatmul implements Computation {
    private final Backend backend;
    private final MatmulShape shape;
    private final Buffer a;
    private final Buffer b;
    private final Buffer c;

    /** With operands on the host, which it brings to the backend. */
    public EngineMatmul(Backend backend, MatmulShape shape, float[] a, float[] b) {
        this(backend, shape, a, b, false);
    }

    /** With operands stored as halves, where the backend can. */
    public EngineMatmul(Backend backend, MatmulShape shape, float[] a, float[] b, boolean halves) {
        this.backend = backend;
        this.shape = shape;
        this.a = halves ? backend.allocateHalf(a.length) : backend.allocate(a.length);
        this.b = halves ? backend.allocateHalf(b.length) : backend.allocate(b.length);
        this.c = backend.allocate(shape.m() * shape.n());
        backend.write(a, this.a, 0);
        backend.write(b, this.b, 0);
    }

    @Override
    public void run() {
        backend.matmul(shape, a, b, null, Activation.NONE, false, c);
        backend.finish();
    }

    @Override
    public float[] result() {
        float[] result = new float[c.length()];
        backend.read(c, 0, result);
        return result;
    }
}
