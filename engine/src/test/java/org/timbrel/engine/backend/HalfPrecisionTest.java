package org.timbrel.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.timbrel.engine.golden.Golden;

/** Rounding to binary16 against the definition of the format, for every half, and against PyTorch and NumPy. */
class HalfPrecisionTest {
    private static final int INFINITY_BITS = 0x7C00;

    /** The number of a pattern of 15 bits, by the definition of the format. */
    private static double value(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3FF;
        return exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
    }

    @Test
    void everyHalfStaysWhatItIs() {
        for (int bits = 0; bits < INFINITY_BITS; bits++) {
            double half = value(bits);
            same(half, HalfPrecision.round(half));
            same(-half, HalfPrecision.round(-half));
        }
    }

    @Test
    void betweenEveryTwoHalvesTheNearestIsTakenAndInTheMiddleTheEvenOne() {
        for (int bits = 0; bits + 1 < INFINITY_BITS; bits++) {
            double below = value(bits);
            double above = value(bits + 1);
            double middle = (below + above) / 2;
            same(bits % 2 == 0 ? below : above, HalfPrecision.round(middle));
            same(below, HalfPrecision.round(Math.nextDown(middle)));
            same(above, HalfPrecision.round(Math.nextUp(middle)));
            same(-below, HalfPrecision.round(-Math.nextDown(middle)));
            same(-above, HalfPrecision.round(-Math.nextUp(middle)));
        }
    }

    @Test
    void whatIsTooLargeIsInfinite() {
        same(65504, HalfPrecision.round(Math.nextDown(65520.0)));
        same(Double.POSITIVE_INFINITY, HalfPrecision.round(65520));
        same(Double.NEGATIVE_INFINITY, HalfPrecision.round(-Double.MAX_VALUE));
        same(Double.NEGATIVE_INFINITY, HalfPrecision.round(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(HalfPrecision.round(Double.NaN)));
        same(0.0, HalfPrecision.round(Double.MIN_VALUE));
        same(-0.0, HalfPrecision.round(-0.0));
    }

    @Test
    void roundsAsPyTorchAndNumPy() {
        Golden golden = new Golden("mixed_precision.json");
        double[] x = golden.get("round.x");
        double[] bits = golden.get("round.bits");
        for (int i = 0; i < x.length; i++) {
            int pattern = (int) bits[i];
            int magnitude = pattern & 0x7FFF;
            double half = magnitude == INFINITY_BITS ? Double.POSITIVE_INFINITY : value(magnitude);
            same(pattern == magnitude ? half : -half, HalfPrecision.round(x[i]));
        }
    }

    /** Equal to the sign of zero. */
    private static void same(double wanted, double got) {
        assertEquals(Double.doubleToLongBits(wanted), Double.doubleToLongBits(got), () -> wanted + " but got " + got);
    }
}
