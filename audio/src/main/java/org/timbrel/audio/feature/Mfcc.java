package org.timbrel.audio.feature;

/**
 * Mel-frequency cepstral coefficients, as {@code librosa.feature.mfcc}: the first coefficients of the orthonormal
 * discrete cosine transform (type II) of each frame of the {@link LogMelSpectrogram}, without liftering.
 */
public final class Mfcc implements Feature {
    private final LogMelSpectrogram logMel;
    private final double[][] cosines; // (nMfcc,nMels)

    /**
     * With the settings' log-mel spectrogram.
     *
     * @throws IllegalArgumentException if more coefficients are wanted than there are mel bands
     */
    public Mfcc(FeatureSettings settings) {
        int bands = settings.nMels();
        if (settings.nMfcc() > bands) {
            throw new IllegalArgumentException("n_mfcc can be at most n_mels (" + bands + "), got " + settings.nMfcc()
                    + ": take fewer coefficients or more mel bands.");
        }
        logMel = new LogMelSpectrogram(settings);
        cosines = new double[settings.nMfcc()][bands];
        for (int k = 0; k < cosines.length; k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / bands);
            for (int band = 0; band < bands; band++) {
                cosines[k][band] = scale * Math.cos(Math.PI * k * (2 * band + 1) / (2 * bands));
            }
        }
    }

    @Override
    public FeatureSettings settings() {
        return logMel.settings();
    }

    @Override
    public int bins() {
        return cosines.length;
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.COEFFICIENT;
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public Frames compute(float[] samples) {
        double[] levels = logMel.values(samples);
        int bands = logMel.bins();
        int frames = levels.length / bands;
        int bins = bins();
        float[] values = new float[frames * bins];
        for (int frame = 0; frame < frames; frame++) {
            for (int k = 0; k < bins; k++) {
                double[] cosine = cosines[k];
                double sum = 0;
                for (int band = 0; band < bands; band++) {
                    sum += cosine[band] * levels[frame * bands + band];
                }
                values[frame * bins + k] = (float) sum;
            }
        }
        return new Frames(frames, bins, values);
    }
}
