package org.timbrel.audio.feature;

/**
 * The least frequency of each frame that a given part of the magnitude lies at or below:
 * {@code librosa.feature.spectral_rolloff}. The magnitude is taken as it is, whatever the settings' power; the rolloff of
 * silence is 0.
 */
public final class SpectralRolloff implements ScalarFeature {
    private final Stft stft;
    private final double part;

    /** Of 0.85 of the magnitude. */
    public SpectralRolloff(FeatureSettings settings) {
        this(settings, 0.85);
    }

    /**
     * Of any part.
     *
     * @param part librosa's {@code roll_percent}, between 0 and 1
     * @throws IllegalArgumentException if the part is not between 0 and 1
     */
    public SpectralRolloff(FeatureSettings settings, double part) {
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException("roll_percent must lie between 0 and 1, got " + part + ".");
        }
        stft = new Stft(settings.withPower(1));
        this.part = part;
    }

    @Override
    public FeatureSettings settings() {
        return stft.settings();
    }

    @Override
    public String unit() {
        return "Hz";
    }

    @Override
    public Frames compute(float[] samples) {
        double binWidth = settings().binWidth();
        return stft.summarize(samples, magnitude -> binWidth * bin(magnitude));
    }

    private int bin(double[] magnitude) {
        double total = 0;
        for (double value : magnitude) {
            total += value;
        }
        double sum = magnitude[0];
        int bin = 0;
        while (sum < part * total) {
            bin++;
            sum += magnitude[bin];
        }
        return bin;
    }
}
