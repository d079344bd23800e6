package org.timbrel.benchmarks.kernels;

import java.util.List;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;

/**
 * The ladder of a backend whose kernels run on a device: for each operation its peak, its rungs, and as the last one the
 * engine's own kernel. {@code bench kernels --backend NAME} opens one by its name and puts it where the ladder for
 * processors would stand; inputs, the right result, the contest and the table are the same.
 */
public interface DeviceLadder extends AutoCloseable {
    /** The device, in one line. */
    String device();

    /** Cores of a CPU, multiprocessors of a GPU: the contenders' number of threads, which those on the host are compared by. */
    int units();

    /** Peak and rungs of the matrix product, in the order of the table; a (m,k) and b (k,n) are on the host. */
    List<Contender> matmul(MatmulShape shape, float[] a, float[] b);

    /** Peak and rungs of the convolution forward, in the order of the table; x and w are on the host. */
    List<Contender> conv2d(Conv2dShape shape, float[] x, float[] w);

    /**
     * What is to be said below a table: how long the operands take to the device and the result back, which the times above
     * leave out, and why a rung is missing.
     *
     * @param there numbers of the operands
     * @param back numbers of the result
     */
    List<String> notes(int there, int back);

    @Override
    void close();
}
