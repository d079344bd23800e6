package org.timbrel.training.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One layer of a model, every option resolved. Two layers are equal when they say the same, wherever they stand.
 *
 * @param type what it is
 * @param name its name in messages, summaries and checkpoints; by default the type and a running number, {@code lstm2}
 * @param options the keys of its {@link LayerType} and their values: Integer, Double, Boolean, String, or a list of two
 *     Integers (time, frequency)
 * @param line where it stands in the recipe's file; 0 if it does not stand in one
 */
public record LayerSpec(LayerType type, String name, Map<String, Object> options, int line) {
    public LayerSpec {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** A whole number. */
    public int integer(String key) {
        return (Integer) get(key);
    }

    /** A whole number for which the recipe may have said {@code classes}. */
    public int integer(String key, int classes) {
        return get(key).equals(Option.CLASSES) ? classes : integer(key);
    }

    /** A number. */
    public double number(String key) {
        return (Double) get(key);
    }

    /** A number that not every type of layer has. */
    public double number(String key, double fallback) {
        return (Double) options.getOrDefault(key, fallback);
    }

    /** true or false. */
    public boolean flag(String key) {
        return (Boolean) get(key);
    }

    /** A word. */
    public String text(String key) {
        return (String) get(key);
    }

    /** Two whole numbers: for the time axis and the frequency axis. */
    public int[] pair(String key) {
        return ((List<?>) get(key)).stream().mapToInt(v -> (Integer) v).toArray();
    }

    private Object get(String key) {
        return Objects.requireNonNull(options.get(key), () -> type.word() + " has no option " + key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LayerSpec that
                && type == that.type
                && name.equals(that.name)
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, options);
    }
}
