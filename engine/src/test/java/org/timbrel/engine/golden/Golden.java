package org.timbrel.engine.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Values of another framework: arrays by name, from a fixture that a script of benchmarks/reference/engine wrote. */
public final class Golden {
    private final String fixture;
    private final Map<String, double[]> arrays = new HashMap<>();

    /** Reads {@code /golden/NAME} from the class path. */
    public Golden(String fixture) {
        this.fixture = fixture;
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + fixture);
                JsonParser json = new JsonFactory().createParser(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    arrays.put(name, numbers(json));
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(JsonParser json) throws IOException {
        DoubleStream.Builder numbers = DoubleStream.builder();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(json.getDoubleValue());
        }
        return numbers.build().toArray();
    }

    /** Whether there is an array of this name. */
    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    /** The array of a name. */
    public double[] get(String name) {
        double[] array = arrays.get(name);
        if (array == null) {
            throw new AssertionError(fixture + " has no array '" + name + "'");
        }
        return array;
    }
}
