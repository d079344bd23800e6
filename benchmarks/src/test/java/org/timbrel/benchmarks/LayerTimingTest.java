package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;

/** What {@code timbrel bench layers} times, at sizes that take no time. */
class LayerTimingTest {
    @Test
    void timesALayerForwardAndBackwardAndCountsItsProducts() {
        try (Backend backend = Backends.open("vector", new BackendOptions(1))) {
            for (LayerTiming.Kind kind : LayerTiming.Kind.values()) {
                LayerTiming data = LayerTiming.measure(kind, 2, 3, 4, backend, 0);
                assertTrue(data.milliseconds() > 0, data.toString());
                // forward and two gradients of the state's product; forward and one gradient of the data's
                double products = 2e-9 * 2 * 130 * 4 * (kind == LayerTiming.Kind.LSTM ? 4 : 3);
                assertEquals(products * (3 * 4 + 2 * 3), data.gflop(), 1e-15);
                LayerTiming second = LayerTiming.measure(kind, 2, 4, 4, backend, 0);
                assertEquals(products * (3 * 4 + 3 * 4), second.gflop(), 1e-15);
            }
        }
    }
}
