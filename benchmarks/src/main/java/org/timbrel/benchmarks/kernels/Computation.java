package org.timbrel.benchmarks.kernels;

/** A computation on inputs that are ready, to be repeated. */
public interface Computation {
    /** Computes once, on one or more threads. */
    void run();

    /** What the last run computed. */
    float[] result();

    /** One that writes to an array of its own. */
    static Computation into(float[] result, Runnable run) {
        return new Computation() {
            @Override
            public void run() {
                run.run();
            }

            @Override
            public float[] result() {
                return result;
            }
        };
    }
}
