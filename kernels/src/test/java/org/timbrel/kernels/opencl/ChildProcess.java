package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A second JVM with the same class path: what OpenCL a process has is settled once for its life. */
public final class ChildProcess {
    private ChildProcess() {}

    /**
     * What the main method of a class prints; fails the test if it ends with an error.
     *
     * @param flags of the JVM, which override those that it has anyway
     */
    public static String run(Class<?> main, Map<String, String> environment, List<String> flags, String... arguments)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"));
        builder.command().addAll(flags);
        builder.command().add(main.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
