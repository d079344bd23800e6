package org.timbrel.audio.feature;

/**
 * Mean frequency of each frame, weighted by magnitude: {@code librosa.feature.spectral_centroid}. The magnitude is taken
 * as it is, whatever the settings' power; the centroid of silence is 0.
 */
public final class SpectralCentroid implements ScalarFeature {
    private final Stft stft;

    /** With the settings' transform. */
    public SpectralCentroid(FeatureSettings settings) {
        stft = new Stft(settings.withPower(1));
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
        return stft.summarize(samples, magnitude -> binWidth * meanBin(magnitude));
    }

    /** Place of the centroid in bins, from 0 on. */
    static double meanBin(double[] magnitude) {
        double total = 0;
        double moment = 0;
        for (int bin = 0; bin < magnitude.length; bin++) {
            total += magnitude[bin];
            moment += bin * magnitude[bin];
        }
        return moment / (total < Float.MIN_NORMAL ? 1 : total);
    }
}
