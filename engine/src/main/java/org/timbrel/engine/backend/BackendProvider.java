package org.timbrel.engine.backend;

import java.util.List;

/**
 * Announces a backend to {@link Backends}, which finds providers by {@link java.util.ServiceLoader}. A provider loads no
 * native code and no incubating module until it is asked whether it is available, or opened.
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
     * Whether it is taken when nobody asked for a backend by name: one that can be had may not be worth taking. To be
     * answered quickly, as every start asks.
     */
    default Availability forAuto() {
        return availability();
    }

    /** One line for each device that it finds, the one that it takes first; empty if it knows of none. */
    default List<String> devices() {
        return List.of();
    }

    /**
     * What the kernels of each device are set to, in the order of {@link #devices}; empty if there is nothing to set.
     *
     * @throws BackendUnavailableException if settings that somebody made can't be used
     */
    default List<DeviceSettings> settings() {
        return List.of();
    }

    /**
     * Opens the backend.
     *
     * @throws BackendUnavailableException if it can't be had; the message says why and what to do
     */
    Backend open(BackendOptions options);
}
