package org.timbrel.engine.backend;

/**
 * Half precision, IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. Whole numbers are exact up to 2048, the largest
 * number is 65504, the smallest 2^-24, and between powers of two there are 1024 steps.
 *
 * <p>Numbers stay {@code double} or {@code float} and are rounded to those that a half can hold: what a GPU computes in half
 * precision can be studied on a machine that has no such format.
 */
public final class HalfPrecision {
    /** The largest finite half. */
    public static final double LARGEST = 65504;

    /** Up to here a half holds every whole number. */
    public static final int LARGEST_COUNT = 2048;

    private static final int SMALLEST_NORMAL_EXPONENT = -14;
    private static final int FRACTION_BITS = 10;

    private HalfPrecision() {}

    /**
     * The nearest half, of two equally near ones that with an even last bit. From 65520 on it is infinite, up to 2^-25 it is
     * zero; the sign stays, and so does NaN.
     */
    public static double round(double x) {
        int exponent = Math.max(Math.getExponent(x), SMALLEST_NORMAL_EXPONENT);
        double step = powerOfTwo(exponent - FRACTION_BITS);
        double rounded = Math.rint(x / step) * step;
        return Math.abs(rounded) > LARGEST ? Math.copySign(Double.POSITIVE_INFINITY, x) : rounded;
    }

    /** 2^exponent by its bits: Math.scalb takes many times as long. */
    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
    }
}
