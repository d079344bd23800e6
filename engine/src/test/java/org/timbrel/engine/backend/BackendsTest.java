package org.timbrel.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
    private static final BackendOptions ONE_THREAD = new BackendOptions(1);

    @Test
    void autoTakesVectorBeforeReference() {
        List<String> names =
                Backends.providers().stream().map(BackendProvider::name).toList();
        assertEquals(List.of("vector", "reference"), names);
        try (Backend backend = Backends.open("auto", ONE_THREAD)) {
            assertEquals("vector", backend.name());
        }
    }

    @Test
    void aNameAskedForIsTheOneOpened() {
        for (BackendProvider provider : Backends.providers()) {
            try (Backend backend = Backends.open(provider.name(), ONE_THREAD)) {
                assertEquals(provider.name(), backend.name());
            }
        }
    }

    @Test
    void anUnknownNameIsAnErrorThatListsTheOthers() {
        assertEquals(
                "no backend is called 'cuda'; there are vector, reference and auto",
                assertThrows(IllegalArgumentException.class, () -> Backends.open("cuda", ONE_THREAD))
                        .getMessage());
    }
}
