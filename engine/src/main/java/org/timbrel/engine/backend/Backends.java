package org.timbrel.engine.backend;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds and opens backends. A backend asked for by name is never replaced by another. */
public final class Backends {
    private Backends() {}

    /** All providers on the class path, the preferred one first. */
    public static List<BackendProvider> providers() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(BackendProvider::preference)
                        .reversed()
                        .thenComparing(BackendProvider::name))
                .toList();
    }

    /**
     * Opens a backend by name, or for {@code auto} the preferred one among those worth taking here.
     *
     * @throws IllegalArgumentException if no provider has that name
     * @throws BackendUnavailableException if it can't be had here
     */
    public static Backend open(String name, BackendOptions options) {
        List<BackendProvider> providers = providers();
        if (name.equals("auto")) {
            return providers.stream()
                    .filter(p -> p.forAuto().available())
                    .findFirst()
                    .orElseThrow(() -> new BackendUnavailableException("no backend is available"))
                    .open(options);
        }
        return available(name, providers).open(options);
    }

    /**
     * Finds out whether {@link #open} would open a backend, without opening it.
     *
     * @param name not {@code auto}, which finds one anywhere
     * @throws IllegalArgumentException if no provider has that name
     * @throws BackendUnavailableException if it can't be had here
     */
    public static void require(String name) {
        available(name, providers());
    }

    private static BackendProvider available(String name, List<BackendProvider> providers) {
        BackendProvider provider = providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no backend is called '" + name + "'; there are "
                        + providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "))
                        + " and auto"));
        Availability availability = provider.availability();
        if (!availability.available()) {
            throw new BackendUnavailableException("backend '" + name + "' was asked for and can't be had: "
                    + availability.detail() + "; " + availability.remedy());
        }
        return provider;
    }
}
