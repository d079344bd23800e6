package org.timbrel.benchmarks.kernels;

import org.timbrel.engine.random.Philox;

/** Numbers to compute with: the same at every call. */
public final class Inputs {
    private Inputs() {}

    /** Numbers from -1 to 1, another sequence for each stream. */
    public static float[] uniform(int n, int stream) {
        double[] unit = new double[n];
        Philox.uniform(1, stream, 0, unit);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (2 * unit[i] - 1);
        }
        return x;
    }
}
