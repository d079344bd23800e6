package org.timbrel.benchmarks.kernels.conv2d;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Rung 5, the engine's own kernels. With many channels that is Winograd's algorithm with tiles of 6 x 6, which takes 36
 * multiplications for 16 outputs in place of 144: a few rows of tiles at a time, so that their points stay in the
 * second-level cache, and sums made by whole vectors of channels. With few channels it is the channels-last tile, some
 * rows of an image at a time, and for one channel the nine taps stay in registers. Threads share out parts of images.
 *
 * <p>What limits it: with tiles of 6 x 6 the products are so small a part of the work that making the points, and moving x and
 * y through memory, take nearly as long.
 */
public final class EngineConv2d implements Computation {
    private final Backend backend;
    private final Conv2dShape shape;
    private final Buffer x;
    private final Buffer w;
    private final Buffer y;

    /** With operands on the host, which it brings to the backend. */
    public EngineConv2d(Backend backend, Conv2dShape shape, float[] x, float[] w) {
        this(backend, shape, x, w, false);
    }

    /** With operands stored as halves, where the backend can. */
    public EngineConv2d(Backend backend, Conv2dShape shape, float[] x, float[] w, boolean halves) {
        this.backend = backend;
        this.shape = shape;
        this.x = halves ? backend.allocateHalf(x.length) : backend.allocate(x.length);
        this.w = halves ? backend.allocateHalf(w.length) : backend.allocate(w.length);
        this.y = backend.allocate(shape.outputSize());
        backend.write(x, this.x, 0);
        backend.write(w, this.w, 0);
    }

    @Override
    public void run() {
        backend.conv2d(shape, x, w, null, Activation.NONE, y);
    }

    @Override
    public float[] result() {
        float[] result = new float[y.length()];
        backend.read(y, 0, result);
        return result;
    }
}
