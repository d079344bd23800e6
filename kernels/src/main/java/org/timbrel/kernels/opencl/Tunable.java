package org.timbrel.kernels.opencl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One number of the kernels that can be chosen for a device. The list is data, {@code tunables.properties} beside the kernels.
 *
 * @param name as settings have it: {@code VECTOR} for every kernel file, {@code matmul.TILE_M} for {@code matmul.cl} alone
 * @param values that it can take
 * @param meaning what it is, in a few words
 */
public record Tunable(String name, List<Integer> values, String meaning) {
    private static final Map<String, Tunable> LISTED = listed();

    private static Map<String, Tunable> listed() {
        Map<String, Tunable> listed = new LinkedHashMap<>();
        for (SettingLine line : SettingLine.ofResource("tunables.properties")) {
            String[] valuesAndMeaning = line.value().split("; ", 2);
            List<Integer> values = Stream.of(valuesAndMeaning[0].split(" "))
                    .map(Integer::valueOf)
                    .toList();
            listed.put(line.name(), new Tunable(line.name(), values, valuesAndMeaning[1]));
        }
        return Collections.unmodifiableMap(listed);
    }

    /** All of the list, in its order. */
    public static List<Tunable> all() {
        return new ArrayList<>(LISTED.values());
    }

    /**
     * A tunable by its name; {@code conv2d.VECTOR} is the common {@code VECTOR}, for one file.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Tunable named(String name) {
        Tunable listed = LISTED.get(name);
        if (listed != null) {
            return listed;
        }
        Tunable common = LISTED.get(name.substring(name.indexOf('.') + 1));
        if (common == null || !KernelSettings.FILES.contains(name.substring(0, Math.max(0, name.indexOf('.'))))) {
            throw new IllegalArgumentException("there is no tunable '" + name + "'");
        }
        return new Tunable(name, common.values, common.meaning);
    }

    /**
     * A value, if it is one of those.
     *
     * @throws IllegalArgumentException if it is not
     */
    int value(String text) {
        return values.stream()
                .filter(value -> value.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(name + " is '" + text + "', and can be one of " + values));
    }
}
