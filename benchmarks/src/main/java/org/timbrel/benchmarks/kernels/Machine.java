package org.timbrel.benchmarks.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What was measured on.
 *
 * @param processor its name, or the architecture where the system does not tell it
 * @param processors how many
 * @param system operating system
 * @param jdk version of the JDK
 * @param vectorBits width of a vector
 * @param device that kernels ran on, where those are not the processors; else empty
 */
public record Machine(String processor, int processors, String system, String jdk, int vectorBits, String device) {
    /** This one. */
    public static Machine here(int vectorBits) {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                Runtime.version().toString(),
                vectorBits,
                "");
    }

    /** The same with a device. */
    public Machine with(String itsDevice) {
        return new Machine(processor, processors, system, jdk, vectorBits, itsDevice);
    }

    /** In one line. */
    public String describe() {
        return processor + ", " + processors + " processors, " + vectorBits + "-bit vectors, " + system + ", JDK " + jdk
                + (device.isEmpty() ? "" : "; " + device);
    }

    private static String processorName() {
        Path file = Path.of("/proc/cpuinfo");
        if (Files.isReadable(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
