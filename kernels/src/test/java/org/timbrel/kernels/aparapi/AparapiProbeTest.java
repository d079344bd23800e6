package org.timbrel.kernels.aparapi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendUnavailableException;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.testing.TestBackends;
import org.timbrel.kernels.opencl.ChildProcess;

/** Where Aparapi can't compute on a device, one sentence says so, and no other backend takes its place. */
final class AparapiProbeTest {
    /** Asks for {@code aparapi} by name; run in a process of its own. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            try (Backend backend = Backends.open("aparapi", new BackendOptions(1))) {
                System.out.println("opened " + backend.name());
            } catch (BackendUnavailableException e) {
                System.out.println("refused: " + e.getMessage());
            }
            System.out.println(Backends.open("auto", new BackendOptions(1)).name());
        }
    }

    @TempDir
    Path folder;

    @Test
    void refusesWithoutADriver() throws Exception {
        TestBackends.requireAvailable(new AparapiBackendProvider());
        String said = ChildProcess.run(Main.class, Map.of("OCL_ICD_VENDORS", folder.toString()), List.of());
        assertTrue(
                said.contains(
                        "refused: backend 'aparapi' was asked for and can't be had: the OpenCL loader is here, but no"
                                + " driver is installed; install the driver"),
                said);
        assertTrue(said.endsWith("vector\n"), said);
    }

    @Test
    void refusesWithoutTheLibrary() throws Exception {
        String classPath = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !entry.contains("aparapi-"))
                .collect(Collectors.joining(File.pathSeparator));
        String said = ChildProcess.run(Main.class, Map.of(), List.of("-cp", classPath));
        assertTrue(said.contains("can't be had: the library Aparapi is not on the class path; name aparapi"), said);
        assertTrue(said.endsWith("vector\n"), said);
    }

    @Test
    void autoNeverTakesIt() {
        assertFalse(new AparapiBackendProvider().forAuto().available());
    }
}
