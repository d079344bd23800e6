package org.timbrel.audio.feature;

/**
 * The logarithm to base 10, some four times as fast as {@link Math#log10}, for values that become decibels: errors stay
 * below 4e-16, or 2 units in the last place where the result is larger than 1.
 *
 * <p>x = m 2^e with 1 <= m < 2, and m = c (1 + r) with c in the middle of one of 256 cells: log c stands in a table, and
 * log (1 + r) is a short series, since r is at most 1/512.
 */
final class Log10 {
    private static final int CELL_BITS = 8;
    private static final int CELLS = 1 << CELL_BITS;
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long ONE = (long) BIAS << MANTISSA_BITS;
    private static final double PER_NATURAL = 0.4342944819032518;
    private static final double PER_OCTAVE = 0.3010299956639812;

    /** 1 / c of each cell, and the logarithm of what is so divided by. */
    private static final double[] TABLE = table();

    private Log10() {}

    private static double[] table() {
        double[] table = new double[2 * CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            table[2 * cell] = 1 / (1 + (cell + 0.5) / CELLS);
            table[2 * cell + 1] = -StrictMath.log10(table[2 * cell]);
        }
        return table;
    }

    /** As {@link Math#log10}. */
    static double of(double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return StrictMath.log10(x);
        }
        long bits = Double.doubleToRawLongBits(x);
        int cell = 2 * (int) ((bits >>> (MANTISSA_BITS - CELL_BITS)) & (CELLS - 1));
        double r = Double.longBitsToDouble((bits & MANTISSA) | ONE) * TABLE[cell] - 1;
        double series = r * (1 - r * (1 / 2.0 - r * (1 / 3.0 - r * (1 / 4.0 - r * (1 / 5.0)))));
        return ((bits >>> MANTISSA_BITS) - BIAS) * PER_OCTAVE + (TABLE[cell + 1] + series * PER_NATURAL);
    }
}
