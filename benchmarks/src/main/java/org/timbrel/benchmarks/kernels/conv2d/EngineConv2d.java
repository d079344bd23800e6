package org.timbrel.benchmarks.kernels.conv2d;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Rung 3, the channels-last tile: the engine's own kernel, which needs no patches. The left operand of a product need not
 * be a matrix; it is enough that its rows begin a constant distance apart, and they may overlap.
 *
 * <pre>
 *    one row of x:   [f0 c..][f1 c..][f2 c..][f3 c..][f4 c..]
 *    window at f0:   |---------------------|                    3 C neighbours
 *    window at f1:           |---------------------|            the same, C further on
 *    window at f2:                   |---------------------|
 * </pre>
 *
 * So ten windows times two vectors of output channels are a register tile of depth 3 C that reads the image itself, once
 * for each row of the kernel. The image is copied with a frame of zeros, some rows at a time, so that no window asks
 * whether it is inside; the weights are packed as in the product. The same walk over dy with the kernel turned round is
 * the gradient of x. Threads share out bands of images.
 *
 * <p>What limits it: tiles of depth 3 C are short when there are few channels; then fetching and storing the sums shows.
 */
final class EngineConv2d implements Computation {
    private final Backend backend;
    private final Conv2dShape shape;
    private final Buffer x;
    private final Buffer w;
    private final Buffer y;

    EngineConv2d(Backend backend, Conv2dShape shape, float[] x, float[] w) {
        this.backend = backend;
        this.shape = shape;
        this.x = backend.allocate(x.length);
        this.w = backend.allocate(w.length);
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
