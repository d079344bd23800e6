package org.timbrel.engine.backend;

/**
 * Announces a backend to {@link Backends}, which finds providers by {@link java.util.ServiceLoader}. A provider loads no
 * native code and no incubating module until {@link #open} is called.
 */
public interface BackendProvider {
    /** The word that {@code --backend} takes. */
    String name();

    /** One line for a person: what the backend is for. */
    String purpose();

    /** Higher is preferred when nobody asked for a backend by name. */
    int preference();

    /** Whether the backend can be opened here and, if not, why and what to do. */
    Availability availability();

    /**
     * Opens the backend.
     *
     * @throws BackendUnavailableException if it can't be had; the message says why and what to do
     */
    Backend open(BackendOptions options);
}
