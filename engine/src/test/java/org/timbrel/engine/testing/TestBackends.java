package org.timbrel.engine.testing;

import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;

/** The backends that tests run on: all that can be had on this machine. */
public final class TestBackends {
    private TestBackends() {}

    /** Every backend that is available, the preferred one first. */
    public static List<Backend> open() {
        return Backends.providers().stream()
                .filter(provider -> provider.availability().available())
                .map(provider -> provider.open(BackendOptions.defaults()))
                .toList();
    }

    /** Every available backend but {@code reference}. */
    public static List<BackendProvider> fast() {
        return Backends.providers().stream()
                .filter(provider -> !provider.name().equals("reference")
                        && provider.availability().available())
                .toList();
    }
}
