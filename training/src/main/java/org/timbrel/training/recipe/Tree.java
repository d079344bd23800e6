package org.timbrel.training.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A YAML value that remembers where it was written; what stands under a key has the place of the key. */
sealed interface Tree {
    Place place();

    /** In words, for messages: {@code "many"}, {@code a list}. */
    String describe();

    /**
     * A single value.
     *
     * @param text as written
     * @param value a String, Long, Double, Boolean or null
     */
    record Scalar(String text, Object value, Place place) implements Tree {
        @Override
        public String describe() {
            return value == null ? "empty" : value instanceof String ? "\"" + text + "\"" : text;
        }
    }

    /** A list. */
    record Sequence(List<Tree> items, Place place) implements Tree {
        private static final int SHORT = 6;

        @Override
        public String describe() {
            boolean plain = items.size() <= SHORT && items.stream().allMatch(Scalar.class::isInstance);
            if (items.isEmpty() || !plain) {
                return items.isEmpty() ? "an empty list" : "a list of " + items.size();
            }
            return items.stream().map(item -> ((Scalar) item).text()).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** Keys and values, in the order written. */
    record Mapping(Map<String, Tree> entries, Place place) implements Tree {
        @Override
        public String describe() {
            return "a mapping with the keys " + String.join(", ", entries.keySet());
        }

        /** This mapping with everything that {@code top} says laid over it; lists are replaced whole. */
        Mapping overlay(Mapping top) {
            Map<String, Tree> merged = new LinkedHashMap<>(entries);
            top.entries.forEach((key, value) -> {
                if (value instanceof Mapping upper && merged.get(key) instanceof Mapping lower) {
                    merged.put(key, lower.overlay(upper));
                } else {
                    merged.put(key, value);
                }
            });
            return new Mapping(merged, place);
        }

        Mapping without(String key) {
            Map<String, Tree> rest = new LinkedHashMap<>(entries);
            rest.remove(key);
            return new Mapping(rest, place);
        }
    }
}
