package org.timbrel.audio.feature;

import java.util.Arrays;

/**
 * How far peaks stand above valleys in octave bands, as {@code librosa.feature.spectral_contrast}: in each band, the mean
 * of the loudest bins in decibels less that of the softest, by {@code power_to_db} of the magnitude. The first band lies
 * below the first octave. The settings' power is not used.
 */
public final class SpectralContrast implements Feature {
    private final Stft stft;
    private final boolean linear;
    private final Band[] bands;

    /** Bins from {@code first} to before {@code end}, of which {@code extremes} are averaged at either side. */
    private record Band(int first, int end, int extremes) {}

    /** Six octaves from 200 Hz on and the band below, extremes of 0.02, in decibels. */
    public SpectralContrast(FeatureSettings settings) {
        this(settings, 200, 6, 0.02, false);
    }

    /**
     * Any bands.
     *
     * @param fMin lower edge of the first octave, in Hz
     * @param octaves librosa's {@code n_bands}: how many octaves; there is one band more
     * @param quantile part of a band's bins that counts as its peak, and as its valley; at least one bin does
     * @param linear the difference of amplitudes in place of decibels
     * @throws IllegalArgumentException if a value is out of its range, an octave begins above half the sample rate, or
     *     the transform is so short that a band has no bin
     */
    public SpectralContrast(FeatureSettings settings, double fMin, int octaves, double quantile, boolean linear) {
        require(octaves >= 1, "n_bands must be at least 1, got " + octaves);
        require(fMin > 0, "the contrast's fmin must be above 0, got " + fMin);
        require(quantile > 0 && quantile < 1, "quantile must lie between 0 and 1, got " + quantile);
        double last = fMin * Math.pow(2, octaves - 1);
        require(
                last < settings.sampleRate() / 2.0,
                "the last of " + octaves + " octaves begins at " + last + " Hz, which must be below "
                        + settings.sampleRate() / 2.0 + " Hz (half the sample rate): take a smaller n_bands or fmin");
        stft = new Stft(settings.withPower(1));
        this.linear = linear;
        bands = new Band[octaves + 1];
        for (int k = 0; k < bands.length; k++) {
            bands[k] = band(k, fMin, quantile);
        }
    }

    @Override
    public FeatureSettings settings() {
        return stft.settings();
    }

    @Override
    public int bins() {
        return bands.length;
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.OCTAVE_BAND;
    }

    @Override
    public String unit() {
        return linear ? "amplitude above the valley" : "dB above the valley";
    }

    @Override
    public Frames compute(float[] samples) {
        int frames = settings().frames(samples.length);
        double[] peaks = new double[frames * bands.length];
        double[] valleys = new double[peaks.length];
        double[] sorted = new double[stft.bins()];
        stft.forEachRow(samples, (frame, magnitude) -> {
            for (int k = 0; k < bands.length; k++) {
                Band band = bands[k]; // bands can share a bin
                System.arraycopy(magnitude, band.first, sorted, band.first, band.end - band.first);
                Arrays.sort(sorted, band.first, band.end);
                valleys[frame * bands.length + k] = mean(sorted, band.first, band.first + band.extremes);
                peaks[frame * bands.length + k] = mean(sorted, band.end - band.extremes, band.end);
            }
        });
        if (!linear) {
            Decibels.ofPower().convert(peaks);
            Decibels.ofPower().convert(valleys);
        }
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] -= valleys[i];
        }
        return Frames.of(frames, bands.length, peaks);
    }

    /**
     * Of the bins between its edges, both included, and the one below, a band leaves the last to the next band, but counts
     * it for the quantile; the last band goes up to half the sample rate.
     */
    private Band band(int k, double fMin, double quantile) {
        double low = k == 0 ? 0 : fMin * Math.pow(2, k - 1);
        double high = fMin * Math.pow(2, k);
        int first = 0;
        while (first < stft.bins() && frequency(first) < low) {
            first++;
        }
        int end = first;
        while (end < stft.bins() && (frequency(end) <= high || k == bands.length - 1)) {
            end++;
        }
        boolean found = first < stft.bins() && frequency(first) <= high;
        first -= k == 0 ? 0 : 1;
        int wanted = (int) Math.max(1, Math.rint(quantile * (end - first)));
        end -= k == bands.length - 1 ? 0 : 1;
        require(
                found && end > first,
                "n_fft " + settings().nFft() + " leaves no bin between " + low + " and " + high
                        + " Hz for the contrast: take a longer n_fft");
        return new Band(first, end, Math.min(wanted, end - first));
    }

    /** With the rounding of {@code numpy.fft.rfftfreq}, which decides where an edge is a bin. */
    private double frequency(int bin) {
        return bin * (1 / (settings().nFft() * (1.0 / settings().sampleRate())));
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence + ".");
        }
    }
}
