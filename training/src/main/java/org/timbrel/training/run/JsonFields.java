package org.timbrel.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON object read field by field; a missing field or one of the wrong type is an {@link IOException} that names it. */
final class JsonFields {
    private final Map<String, Object> fields;

    private JsonFields(Map<String, Object> fields) {
        this.fields = fields;
    }

    static JsonFields parse(String text) throws IOException {
        try {
            return new JsonFields(JSON.std.mapFrom(text));
        } catch (JsonProcessingException e) {
            throw new IOException("this is no JSON object", e);
        }
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    String text(String name) throws IOException {
        return field(name, String.class);
    }

    boolean flag(String name) throws IOException {
        return field(name, Boolean.class);
    }

    int integer(String name) throws IOException {
        return Math.toIntExact(whole(name));
    }

    long whole(String name) throws IOException {
        return field(name, Number.class).longValue();
    }

    double number(String name) throws IOException {
        Object value = field(name, Object.class);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return switch (value.toString()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new IOException("field \"" + name + "\" should be a number, got \"" + value + "\"");
        };
    }

    List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object text : field(name, List.class)) {
            texts.add(String.valueOf(text));
        }
        return texts;
    }

    long[][] table(String name) throws IOException {
        List<?> rows = field(name, List.class);
        long[][] table = new long[rows.size()][];
        for (int i = 0; i < table.length; i++) {
            if (!(rows.get(i) instanceof List<?> row) || !row.stream().allMatch(cell -> cell instanceof Number)) {
                throw new IOException("field \"" + name + "\" should be rows of numbers");
            }
            table[i] =
                    row.stream().mapToLong(cell -> ((Number) cell).longValue()).toArray();
        }
        return table;
    }

    @SuppressWarnings("unchecked") // the keys of a parsed JSON object are always strings
    JsonFields object(String name) throws IOException {
        return new JsonFields((Map<String, Object>) field(name, Map.class));
    }

    private <T> T field(String name, Class<T> type) throws IOException {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IOException(
                    value == null
                            ? "field \"" + name + "\" is missing"
                            : "field \"" + name + "\" should be a " + type.getSimpleName() + ", got " + value);
        }
        return type.cast(value);
    }
}
