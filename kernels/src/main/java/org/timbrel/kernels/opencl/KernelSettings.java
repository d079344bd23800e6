package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The named tunables of the kernels for one class of devices: what is right for a GPU can be hundreds of times too slow on a
 * CPU. They are data, {@code cpu.properties} and so on beside the kernels: {@code VECTOR = 16} goes to every kernel file,
 * {@code matmul.TILE_M = 8} to {@code matmul.cl} alone. A file's own {@code #ifndef} has the default and says what it means.
 */
final class KernelSettings {
    private final Map<String, Integer> values;

    private KernelSettings(Map<String, Integer> values) {
        this.values = values;
    }

    /** The settings that ship for a class of devices. */
    static KernelSettings of(DeviceClass deviceClass) {
        String resource = deviceClass.name().toLowerCase(Locale.ROOT) + ".properties";
        Properties properties = new Properties();
        try (InputStream in = KernelSettings.class.getResourceAsStream(resource)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, Integer.valueOf(properties.getProperty(name))));
        return new KernelSettings(values);
    }

    /** The settings of one file, in the order of their names: its own, and the common ones. */
    Map<String, Integer> of(String file) {
        Map<String, Integer> chosen = new TreeMap<>();
        values.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                chosen.putIfAbsent(name, value);
            } else if (name.substring(0, dot).equals(file)) {
                chosen.put(name.substring(dot + 1), value);
            }
        });
        return chosen;
    }

    /** Options for the compiler: each setting of a file as {@code -D NAME=value}. */
    String options(String file) {
        return of(file).entrySet().stream()
                .map(e -> "-D " + e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }
}
