package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;

/** Made data, and comparison with a plain result in double precision. */
final class Samples {
    private Samples() {}

    /** Numbers between -1 and 1 from a seed. */
    static float[] random(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = 2 * random.nextFloat() - 1;
        }
        return x;
    }

    /** Fails unless every value is within {@code tolerance} times max(1, |expected|). */
    static void assertClose(double[] expected, float[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]);
            if (!(error <= tolerance * Math.max(1, Math.abs(expected[i])))) {
                fail(what + ": at " + i + " expected " + expected[i] + ", got " + actual[i]);
            }
        }
    }
}
