package org.timbrel.engine.backend;

/**
 * What a caller may choose about a backend.
 *
 * @param threads number of threads that compute, at least 1; results don't depend on it
 * @param brief whether it will only infer, and only for a second: kernels then may be slower ones that need no time to get
 *     warm; their results differ from the others' by rounding
 */
public record BackendOptions(int threads, boolean brief) {
    public BackendOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
    }

    /** For work that is worth getting warm for. */
    public BackendOptions(int threads) {
        this(threads, false);
    }

    /** One thread for each processor of the machine. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }
}
