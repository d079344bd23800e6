package org.timbrel.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WilsonIntervalTest {
    @Test
    void bothEndsAreSciPys() throws IOException {
        for (Map<String, Object> golden : Golden.cases("wilson")) {
            WilsonInterval interval = WilsonInterval.of(
                    ((Number) golden.get("correct")).longValue(), ((Number) golden.get("total")).longValue());
            assertEquals(((Number) golden.get("low")).doubleValue(), interval.low(), 1e-12);
            assertEquals(((Number) golden.get("high")).doubleValue(), interval.high(), 1e-12);
        }
    }

    @Test
    void noExamplesHaveNoInterval() {
        assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(0, 0));
        assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(3, 2));
    }
}
