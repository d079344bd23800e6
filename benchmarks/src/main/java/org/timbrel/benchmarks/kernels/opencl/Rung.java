package org.timbrel.benchmarks.kernels.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.timbrel.kernels.opencl.Kernel;
import org.timbrel.kernels.opencl.Workbench;

/**
 * A file of the ladder with the numbers that a class of devices wants for it.
 *
 * @param file without its ending
 * @param numbers of the tunables that the file names
 */
record Rung(String file, Map<String, Integer> numbers) {
    /** One of the numbers. */
    int number(String name) {
        return numbers.get(name);
    }

    /** A kernel of the file, built for the bench's device. */
    Kernel kernel(Workbench bench, String name) {
        String options = new TreeMap<>(numbers)
                .entrySet().stream()
                        .map(e -> "-D " + e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(" "));
        return bench.kernel(file + ".cl", source(), options, name);
    }

    private String source() {
        try (InputStream in = Rung.class.getResourceAsStream(file + ".cl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
