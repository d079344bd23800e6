package org.timbrel.audio.feature;

/** Mel spectrogram, as {@code librosa.feature.melspectrogram}: {@code |STFT| ** power} summed by mel filters. */
public final class MelSpectrogram implements Feature {
    private final Stft stft;
    private final MelFilterBank filters;

    /** With the settings' transform and filters. */
    public MelSpectrogram(FeatureSettings settings) {
        stft = new Stft(settings);
        filters = new MelFilterBank(settings);
    }

    @Override
    public FeatureSettings settings() {
        return stft.settings();
    }

    @Override
    public int bins() {
        return filters.bands();
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.MEL_BAND;
    }

    @Override
    public String unit() {
        return settings().powerUnit();
    }

    @Override
    public Frames compute(float[] samples) {
        return Frames.of(settings().frames(samples.length), bins(), values(samples));
    }

    /** The values before they are narrowed: decibels of quiet bands need them. */
    double[] values(float[] samples) {
        int bands = bins();
        double[] values = new double[Math.multiplyExact(settings().frames(samples.length), bands)];
        double[] row = new double[stft.bins()];
        stft.forEachFrame(samples, (frame, spectrum) -> {
            stft.power(spectrum, row);
            filters.apply(row, values, frame * bands);
        });
        return values;
    }
}
