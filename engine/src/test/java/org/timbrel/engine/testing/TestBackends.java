package org.timbrel.engine.testing;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;

/**
 * The backends that tests run on: all of the module's class path, or the one that the system property {@link #ONE} names. Its
 * tests are skipped, visibly, where it can't be had; they fail if the environment variable {@link #REQUIRED} names it.
 */
public final class TestBackends {
    /** System property: the name of the one backend to test. */
    public static final String ONE = "timbrel.test.backend";
    /** Environment variable: the names of backends that must be there, with commas between them. */
    public static final String REQUIRED = "TIMBREL_REQUIRED_BACKEND";

    private TestBackends() {}

    /** Every backend that is available, the preferred one first. */
    public static List<Backend> open() {
        return providers().stream()
                .map(provider -> provider.open(BackendOptions.defaults()))
                .toList();
    }

    /** Every available backend but {@code reference}. */
    public static List<BackendProvider> fast() {
        return providers().stream()
                .filter(provider -> !provider.name().equals("reference"))
                .toList();
    }

    private static List<BackendProvider> providers() {
        String one = System.getProperty(ONE);
        if (one == null) {
            return Backends.providers().stream()
                    .filter(provider -> provider.availability().available())
                    .toList();
        }
        BackendProvider provider = Backends.providers().stream()
                .filter(p -> p.name().equals(one))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no backend is called " + one));
        requireAvailable(provider);
        return List.of(provider);
    }

    /** Skips the test, with the reason, if a backend can't be had; fails it if that backend is required. */
    public static void requireAvailable(BackendProvider provider) {
        Availability availability = provider.availability();
        if (availability.available()) {
            return;
        }
        String reason = "backend '" + provider.name() + "' can't be tested: " + availability.detail() + "; "
                + availability.remedy();
        String required = System.getenv().getOrDefault(REQUIRED, "");
        if (Pattern.compile(",").splitAsStream(required).anyMatch(provider.name()::equals)) {
            throw new AssertionError(reason);
        }
        Assumptions.abort(reason);
    }
}
