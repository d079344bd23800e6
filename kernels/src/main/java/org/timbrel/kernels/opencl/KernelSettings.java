package org.timbrel.kernels.opencl;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of the kernels' tunables on a device: what is right for a GPU can be hundreds of times too slow on a CPU. They
 * are data, {@code cpu.properties} and so on beside the kernels: {@code VECTOR = 16} goes to every kernel file, {@code
 * matmul.TILE_M = 8} to {@code matmul.cl} alone, {@code conv2d.VECTOR = 8} to {@code conv2d.cl} in place of the common one.
 */
public final class KernelSettings {
    /** The kernel files that have settings. */
    static final Set<String> FILES = Set.of(
            "batchnorm",
            "broadcast",
            "conv2d",
            "conv2d_weights",
            "conv_block",
            "dropout",
            "elementwise",
            "gru",
            "lstm",
            "matmul",
            "mma",
            "optimizers",
            "pooling",
            "reductions",
            "rows",
            "states",
            "winograd");

    private final Map<String, Integer> values;

    private KernelSettings(Map<String, Integer> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** The settings that ship for a class of devices. */
    public static KernelSettings of(DeviceClass deviceClass) {
        String resource = deviceClass.name().toLowerCase(Locale.ROOT) + ".properties";
        return new KernelSettings(new TreeMap<>()).with(SettingLine.ofResource(resource));
    }

    /**
     * These, and in their place what lines of a file say.
     *
     * @throws IllegalArgumentException if a line has a name or a value that there is not
     */
    KernelSettings with(List<SettingLine> lines) {
        Map<String, Integer> changed = new TreeMap<>(values);
        for (SettingLine line : lines) {
            try {
                changed.put(line.name(), Tunable.named(line.name()).value(line.value()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + line.number() + ": " + e.getMessage(), e);
            }
        }
        return new KernelSettings(changed);
    }

    /** These, with another value of one. */
    public KernelSettings with(String name, int value) {
        Map<String, Integer> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new KernelSettings(changed);
    }

    /** All that are named, by their names. */
    public Map<String, Integer> values() {
        return values;
    }

    /** The value of a tunable: {@code conv2d.VECTOR} is that of {@code VECTOR} where nothing else is said. */
    public int value(String name) {
        Integer own = values.get(name);
        return own == null ? values.get(name.substring(name.indexOf('.') + 1)) : own;
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

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelSettings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
