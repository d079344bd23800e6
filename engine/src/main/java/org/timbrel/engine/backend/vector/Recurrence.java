package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

/**
 * What recurrent kernels share: sequences are independent, so the batch is cut into chunks of a few rows, and threads need
 * not wait for each other until the sequence ends; within a chunk each step is a small product by packed weights, a
 * {@link StateProduct}. The gradient of the recurrent weights is a large product after the sequence.
 */
final class Recurrence {
    /** Sequences of a chunk: a tile of the microkernel. */
    private static final int CHUNK = 8;

    private final Workers workers;
    private final Gemm gemm;

    Recurrence(Workers workers, Gemm gemm) {
        this.workers = workers;
        this.gemm = gemm;
    }

    /** Runs the task for each chunk of {@code n} sequences. */
    void runChunks(int n, RowTask task) {
        int chunks = (n + CHUNK - 1) / CHUNK;
        int even = (n + chunks - 1) / chunks;
        workers.run(chunks, i -> task.run(i * even, Math.min(even, n - i * even)));
    }

    /**
     * du, the gradient of the recurrent weights: the sum of (h_{t-1} m)^T dz_t. The mask is the same at every step, so it
     * waits until each sequence is summed over time.
     *
     * @param y (n,t,h)
     * @param dz (n,t,gates h)
     * @param mask (n,gates,h), null for none
     * @param du (h,gates h)
     */
    void weightGradient(int n, int t, int h, int gates, float[] y, float[] dz, float[] mask, float[] du) {
        int all = gates * h;
        float[] previous = previousStates(y, n, t, h);
        if (mask == null) {
            MatmulShape shape = new MatmulShape(1, h, all, n * t, true, false);
            gemm.multiply(shape, previous, dz, null, Activation.NONE, false, du);
            return;
        }
        float[] parts = workers.scratch().floats(Scratch.Use.SEQUENCE_GRADIENT, n * h * all);
        MatmulShape shape = new MatmulShape(n, h, all, t, true, false);
        gemm.multiply(shape, previous, dz, null, Activation.NONE, false, parts);
        workers.runRows(h, n * all, (first, count) -> {
            for (int k = first; k < first + count; k++) {
                Arrays.fill(du, k * all, (k + 1) * all, 0);
                for (int i = 0; i < n; i++) {
                    for (int g = 0; g < gates; g++) {
                        float m = mask[(i * gates + g) * h + k];
                        Arithmetic.addScaled(parts, (i * h + k) * all + g * h, m, du, k * all + g * h, h);
                    }
                }
            }
        });
    }

    /** h_{t-1} of y (n,t,h) for each t, zero at the first. */
    private float[] previousStates(float[] y, int n, int t, int h) {
        int size = t * h;
        float[] previous = workers.scratch().floats(Scratch.Use.SHIFTED_STATE, n * size);
        for (int i = 0; i < n; i++) {
            Arrays.fill(previous, i * size, i * size + h, 0);
            System.arraycopy(y, i * size, previous, i * size + h, size - h);
        }
        return previous;
    }
}
