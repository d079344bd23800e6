package org.timbrel.training.metrics;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code golden.json}, which benchmarks/reference/metrics_golden.py made with scikit-learn, SciPy and NumPy. */
final class Golden {
    private Golden() {}

    @SuppressWarnings("unchecked") // the script writes lists of objects
    static List<Map<String, Object>> cases(String section) throws IOException {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("golden.json"))) {
            return (List<Map<String, Object>>) JSON.std.mapFrom(in).get(section);
        }
    }

    static double[] numbers(Object list) {
        return ((List<?>) list)
                .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }

    static int[] indices(Object list) {
        return ((List<?>) list)
                .stream().mapToInt(value -> ((Number) value).intValue()).toArray();
    }

    static double[][] rows(Object table) {
        return ((List<?>) table).stream().map(Golden::numbers).toArray(double[][]::new);
    }
}
