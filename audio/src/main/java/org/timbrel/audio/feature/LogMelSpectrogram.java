package org.timbrel.audio.feature;

/** Mel spectrogram in decibels: {@code librosa.power_to_db(librosa.feature.melspectrogram(...))} by default. */
public final class LogMelSpectrogram implements Feature {
    private final MelSpectrogram mel;

    /** With the settings' transform, filters and conversion to decibels. */
    public LogMelSpectrogram(FeatureSettings settings) {
        mel = new MelSpectrogram(settings);
    }

    @Override
    public FeatureSettings settings() {
        return mel.settings();
    }

    @Override
    public int bins() {
        return mel.bins();
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.MEL_BAND;
    }

    @Override
    public String unit() {
        return "dB";
    }

    @Override
    public Frames compute(float[] samples) {
        return Frames.of(settings().frames(samples.length), bins(), values(samples));
    }

    double[] values(float[] samples) {
        double[] values = mel.values(samples);
        settings().decibels().convert(values);
        return values;
    }
}
