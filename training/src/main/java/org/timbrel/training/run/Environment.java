package org.timbrel.training.run;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code environment.json}: what a run ran on, and how it was started. Holds no name of a user or a machine, other than
 * what the command line itself says.
 *
 * @param version of Timbrel
 * @param jdk vendor and version of the Java runtime
 * @param os name, version and architecture
 * @param processors that the runtime may use
 * @param heapBytes the most heap memory that it may use
 * @param backend such as "vector"
 * @param device what the backend runs on, in words, such as "256-bit SIMD, 2 threads"
 * @param threads that the backend uses
 * @param commandLine the command as it was typed, word by word
 * @param started when the run began, UTC, to the second
 */
public record Environment(
        String version,
        String jdk,
        String os,
        int processors,
        long heapBytes,
        String backend,
        String device,
        int threads,
        List<String> commandLine,
        Instant started) {
    public Environment {
        commandLine = List.copyOf(commandLine);
    }

    /** The environment of this process, now. */
    public static Environment current(
            String version, String backend, String device, int threads, List<String> commandLine) {
        Runtime runtime = Runtime.getRuntime();
        return new Environment(
                version,
                System.getProperty("java.vm.name") + " " + Runtime.version() + " (" + System.getProperty("java.vendor")
                        + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                backend,
                device,
                threads,
                commandLine,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    String toJson() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version);
        fields.put("jdk", jdk);
        fields.put("os", os);
        fields.put("processors", processors);
        fields.put("heap_bytes", heapBytes);
        fields.put("backend", backend);
        fields.put("device", device);
        fields.put("threads", threads);
        fields.put("command_line", commandLine);
        fields.put("started", started.toString());
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields) + "\n";
    }

    static Environment fromJson(String text) throws IOException {
        JsonFields fields = JsonFields.parse(text);
        return new Environment(
                fields.text("version"),
                fields.text("jdk"),
                fields.text("os"),
                fields.integer("processors"),
                fields.whole("heap_bytes"),
                fields.text("backend"),
                fields.text("device"),
                fields.integer("threads"),
                fields.texts("command_line"),
                Instant.parse(fields.text("started")));
    }
}
