package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimedLayerTest {
    @Test
    void countsTheProductsOfALayerForwardAndBackward() {
        for (TimedLayer.Kind kind : TimedLayer.Kind.values()) {
            // forward and two gradients of the state's product; forward and one gradient of the data's
            double products = 2e-9 * 2 * 130 * 4 * (kind == TimedLayer.Kind.LSTM ? 4 : 3);
            assertEquals(products * (3 * 4 + 2 * 3), new TimedLayer.Shape(kind, 2, 3, 4).gflop(), 1e-15);
            assertEquals(products * (3 * 4 + 3 * 4), new TimedLayer.Shape(kind, 2, 4, 4).gflop(), 1e-15);
        }
    }
}
