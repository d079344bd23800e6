package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class Log10Test {
    @Test
    void agreesWithStrictMathOverAllMagnitudes() {
        double x = Double.MIN_NORMAL;
        for (int i = 0; x < Double.MAX_VALUE; i++, x *= 1.0007) {
            assertClose(x);
            assertClose(Math.nextDown(1 + i / 4096.0));
        }
        assertClose(Double.MAX_VALUE);
    }

    @Test
    void valuesAroundOneKeepTheirSmallLogarithms() {
        for (int i = -2000; i <= 2000; i++) {
            double x = 1 + i * 1e-9;
            assertEquals(StrictMath.log10(x), Log10.of(x), 4e-16, "log10 of " + x);
        }
    }

    @Test
    void whatIsNoNormalNumberIsWhatMathSays() {
        for (double x : new double[] {0, -1, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(Math.log10(x), Log10.of(x), "log10 of " + x);
        }
    }

    private static void assertClose(double x) {
        double expected = StrictMath.log10(x);
        assertEquals(expected, Log10.of(x), Math.max(4e-16, 2 * Math.ulp(expected)), "log10 of " + x);
    }
}
