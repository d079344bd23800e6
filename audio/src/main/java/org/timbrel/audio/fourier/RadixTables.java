package org.timbrel.audio.fourier;

/**
 * What a real transform of {@code size} samples, a power of two, needs beside the samples. Neighbouring samples are the
 * parts of half as many complex points, and these are transformed by decimation in frequency: passes of radix 4, and one of
 * radix 2 at the end if what is left are pairs. Results come out in the order of reversed digits.
 *
 * <p>Radix 4, points a, b, c, d a quarter of the block apart, point j of the quarter, with w = e^(-2 pi i / length):
 * a + b + c + d, then (a - ib - c + id) w^j, (a - b + c - d) w^2j and (a + ib - c - id) w^3j take their places.
 *
 * <p>With Z the complex transform of M points and w = e^(-2 pi i / 2M), bin k of the real one is
 * E + w^k O, and bin M - k is conj(E - w^k O), where 2E = Z[k] + conj(Z[M-k]) and 2iO = Z[k] - conj(Z[M-k]).
 *
 * @param points complex points, {@code size / 2}
 * @param twiddles of every pass: w^j, w^2j, w^3j as real and imaginary part, for each j; longest pass first
 * @param places where bin k of the complex transform stands
 * @param split w^k of the step to the real transform, real and imaginary part, for k from 0 to points / 2
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record RadixTables(int points, double[][] twiddles, int[] places, double[] split) {
    /** The shortest transform that is made this way. */
    public static final int SHORTEST = 16;

    /** Whether frames of so many samples can be transformed this way. */
    public static boolean fit(int size) {
        return size >= SHORTEST && Integer.bitCount(size) == 1;
    }

    /** Whether the last pass is of radix 2. */
    public boolean endsInPairs() {
        return Integer.numberOfTrailingZeros(points) % 2 == 1;
    }

    /** Tables for frames of {@code size} samples. */
    public static RadixTables of(int size) {
        int points = size / 2;
        int passes = Integer.numberOfTrailingZeros(points) / 2;
        double[][] twiddles = new double[passes][];
        int[] places = new int[points];
        for (int pass = 0, length = points; pass < passes; pass++, length /= 4) {
            twiddles[pass] = new double[length / 4 * 6];
            for (int j = 0; j < length / 4; j++) {
                for (int power = 1; power <= 3; power++) {
                    turn(twiddles[pass], 3 * j + power - 1, (double) (power * j) / length);
                }
            }
        }
        for (int k = 0; k < points; k++) {
            places[k] = place(k, points);
        }
        double[] split = new double[2 * (points / 2 + 1)];
        for (int k = 0; k <= points / 2; k++) {
            turn(split, k, (double) k / size);
        }
        return new RadixTables(points, twiddles, places, split);
    }

    /** Bin k of a block is in the part k mod r, as bin k / r of it. */
    private static int place(int k, int length) {
        int place = 0;
        int left = k;
        for (int block = length; block > 1; ) {
            int radix = block == 2 ? 2 : 4;
            block /= radix;
            place += left % radix * block;
            left /= radix;
        }
        return place;
    }

    /** Writes number {@code index} of the table, e^(-2 pi i turns); {@link StrictMath} gives all machines the same. */
    private static void turn(double[] table, int index, double turns) {
        table[2 * index] = StrictMath.cos(2 * Math.PI * turns);
        table[2 * index + 1] = -StrictMath.sin(2 * Math.PI * turns);
    }
}
