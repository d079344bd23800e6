package org.timbrel.training.recipe;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A key of a layer.
 *
 * @param key the word in YAML
 * @param read takes the value out of a layer's section, checked, or the default
 */
record Option(String key, BiFunction<Section, String, Object> read) {
    /** The value of {@code units} that stands for the number of classes in the data. */
    static final String CLASSES = "classes";

    /** A whole number of at least 1 that must be given. */
    static Option count(String key) {
        return new Option(key, (section, k) -> section.integer(k, 1));
    }

    /** A whole number of at least 1. */
    static Option count(String key, int fallback) {
        return new Option(key, (section, k) -> section.integer(k, fallback, 1));
    }

    /** A whole number of at least 1, or the word {@code classes}; must be given. */
    static Option countOrClasses(String key) {
        return new Option(key, (section, k) -> {
            if (CLASSES.equals(section.text(k, null))) {
                return CLASSES;
            }
            if (section.find(k) instanceof Tree.Scalar scalar && scalar.value() instanceof String) {
                throw section.wrong(k, "a whole number of at least 1, or the word classes");
            }
            return section.integer(k, 1);
        });
    }

    /** A number; {@code fallback} null if it must be given. */
    static Option number(String key, Double fallback, Range range) {
        return new Option(
                key, (section, k) -> fallback == null ? section.number(k, range) : section.number(k, fallback, range));
    }

    /** true or false. */
    static Option flag(String key, boolean fallback) {
        return new Option(key, (section, k) -> section.flag(k, fallback));
    }

    /** One of a few words. */
    static Option word(String key, String fallback, String... words) {
        return new Option(key, (section, k) -> section.oneOf(k, fallback, List.of(words)));
    }

    /** One whole number for both sides or a list of two, read to a list of two; {@code fallback} null if required. */
    static Option pair(String key, List<Integer> fallback) {
        return new Option(key, (section, k) -> section.pair(k, fallback));
    }
}
