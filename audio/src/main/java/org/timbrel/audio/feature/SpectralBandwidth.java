package org.timbrel.audio.feature;

/**
 * How far the magnitude of each frame spreads about its centroid: {@code librosa.feature.spectral_bandwidth},
 * {@code sum(S |f - centroid|^p) ^ (1/p)} with S of sum 1. The magnitude is taken as it is, whatever the settings' power;
 * the bandwidth of silence is 0.
 */
public final class SpectralBandwidth implements ScalarFeature {
    private final Stft stft;
    private final double order;

    /** Of order 2, the standard deviation. */
    public SpectralBandwidth(FeatureSettings settings) {
        this(settings, 2);
    }

    /**
     * Of any order.
     *
     * @param order p, above 0
     * @throws IllegalArgumentException if the order is not above 0
     */
    public SpectralBandwidth(FeatureSettings settings, double order) {
        if (!(order > 0)) {
            throw new IllegalArgumentException("the bandwidth's p must be above 0, got " + order + ".");
        }
        stft = new Stft(settings.withPower(1));
        this.order = order;
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
        return stft.summarize(samples, magnitude -> binWidth * spread(magnitude));
    }

    private double spread(double[] magnitude) {
        double center = SpectralCentroid.meanBin(magnitude);
        double total = 0;
        double moment = 0;
        for (int bin = 0; bin < magnitude.length; bin++) {
            double away = Math.abs(bin - center);
            total += magnitude[bin];
            moment += magnitude[bin] * (order == 2 ? away * away : Math.pow(away, order));
        }
        return Math.pow(moment / (total < Float.MIN_NORMAL ? 1 : total), 1 / order);
    }
}
