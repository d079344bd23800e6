package org.timbrel.audio.feature;

import org.timbrel.audio.fourier.FrameTransform;

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
        FrameTransform.Spectra spectra = stft.spectra(samples);
        int lanes = spectra.lanes();
        double[] power = new double[stft.bins() * lanes];
        double[] sums = new double[bands * lanes];
        for (int frame = 0; frame * bands < values.length; frame += lanes) {
            stft.power(spectra, frame, power);
            spectra.sum(filters.weights(), power, sums);
            spread(sums, bands, lanes, values, frame * bands);
        }
        return values;
    }

    /** Writes {@code (bands, lanes)} as rows of bands, as far as there is room; apart, so that it is compiled apart. */
    private static void spread(double[] sums, int bands, int lanes, double[] values, int from) {
        for (int at = from, lane = 0; lane < lanes && at < values.length; at += bands, lane++) {
            for (int band = 0; band < bands; band++) {
                values[at + band] = sums[band * lanes + lane];
            }
        }
    }
}
