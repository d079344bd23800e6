package org.timbrel.engine.backend;

/**
 * What a caller may choose about a backend.
 *
 * @param threads number of threads that compute, at least 1; results don't depend on it
 */
public record BackendOptions(int threads) {
    public BackendOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
    }

    /** One thread for each processor of the machine. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }
}
