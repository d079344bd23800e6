package org.timbrel.benchmarks.kernels.matmul;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Rung 7, threads: the engine's own kernel, as every model of Timbrel uses it. The columns are cut into blocks, and threads
 * take the next block when they have done one; each packs the panels of B that it is about to use.
 *
 * <pre>
 *      B  | block | block | ...    packed by the thread that multiplies it:
 *    A                             it then lies in its own second-level cache
 *    ---  | tiles |                rows of A go past it, ten at a time,
 *    ---  | of C  |                read where they lie
 * </pre>
 *
 * What it adds to {@link Packing} on one thread: a tile of ten rows where there are 32 registers, and two steps of k at a
 * time; A is not packed; slices of k are up to 1,024 deep, so that C is seldom fetched; and small products, where copying would
 * not pay, read both operands in place.
 *
 * <p>What limits it: packing, panels that come from the second-level cache, and memory that the cores share. Results are the
 * same to the bit for any number of threads, because each number of C is one chain of multiply-adds over k whoever computes
 * it.
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
