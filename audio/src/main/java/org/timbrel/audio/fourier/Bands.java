package org.timbrel.audio.fourier;

/**
 * Weighted sums of neighbouring bins. Arrays are shared, not copied.
 *
 * @param first the first bin of each band
 * @param weights of each band's bins, from its first on
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Bands(int[] first, double[][] weights) {
    /** How many there are. */
    public int count() {
        return weights.length;
    }

    /** The sums of one frame's bins. */
    void sum(double[] power, double[] sums) {
        for (int band = 0; band < weights.length; band++) {
            double[] own = weights[band];
            double sum = 0;
            for (int i = 0; i < own.length; i++) {
                sum += own[i] * power[first[band] + i];
            }
            sums[band] = sum;
        }
    }
}
