package org.timbrel.audio.feature;

import java.util.function.ToDoubleFunction;
import org.timbrel.audio.fourier.FrameTransform;
import org.timbrel.audio.fourier.Framing;

/**
 * Short-time Fourier transform, as {@code librosa.stft}: Hann window, zeros beyond both ends if centred.
 * {@link #compute(float[])} gives {@code magnitude ** power}; bin k stands for {@code k * sampleRate / nFft} Hz.
 */
public final class Stft implements Feature {
    private final FeatureSettings settings;
    private final FrameTransform transform;

    /** Receives {@code magnitude ** power} of the frames of a sound, in order; the row is overwritten by the next. */
    @FunctionalInterface
    interface RowConsumer {
        void accept(int frame, double[] row);
    }

    /** A transform with window and hop of the settings. */
    public Stft(FeatureSettings settings) {
        this.settings = settings;
        this.transform = FrameTransform.of(new Framing(
                settings.nFft(),
                settings.hopLength(),
                settings.start(0),
                Window.hann(settings.windowLength(), settings.nFft())));
    }

    @Override
    public FeatureSettings settings() {
        return settings;
    }

    @Override
    public int bins() {
        return settings.fftBins();
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.FREQUENCY;
    }

    @Override
    public String unit() {
        return settings.powerUnit();
    }

    @Override
    public Frames compute(float[] samples) {
        int bins = bins();
        int frames = settings.frames(samples.length);
        float[] values = new float[Math.multiplyExact(frames, bins)];
        forEachRow(samples, (frame, row) -> {
            for (int bin = 0; bin < bins; bin++) {
                values[frame * bins + bin] = (float) row[bin];
            }
        });
        return new Frames(frames, bins, values);
    }

    /** The complex spectrum itself. */
    public ComplexFrames complex(float[] samples) {
        int bins = bins();
        int frames = settings.frames(samples.length);
        float[] real = new float[Math.multiplyExact(frames, bins)];
        float[] imaginary = new float[real.length];
        FrameTransform.Spectra spectra = spectra(samples);
        int lanes = spectra.lanes();
        double[] block = new double[2 * bins * lanes];
        for (int frame = 0; frame < frames; frame++) {
            int lane = frame % lanes;
            if (lane == 0) {
                spectra.complex(frame, block);
            }
            for (int bin = 0; bin < bins; bin++) {
                real[frame * bins + bin] = (float) block[2 * bin * lanes + lane];
                imaginary[frame * bins + bin] = (float) block[(2 * bin + 1) * lanes + lane];
            }
        }
        return new ComplexFrames(new Frames(frames, bins, real), new Frames(frames, bins, imaginary));
    }

    /** One value a frame, of {@code magnitude ** power}. */
    Frames summarize(float[] samples, ToDoubleFunction<double[]> statistic) {
        float[] values = new float[settings.frames(samples.length)];
        forEachRow(samples, (frame, row) -> values[frame] = (float) statistic.applyAsDouble(row));
        return new Frames(values.length, 1, values);
    }

    void forEachRow(float[] samples, RowConsumer consumer) {
        int bins = bins();
        int frames = settings.frames(samples.length);
        FrameTransform.Spectra spectra = spectra(samples);
        int lanes = spectra.lanes();
        double[] block = new double[bins * lanes];
        double[] row = new double[bins];
        for (int frame = 0; frame < frames; frame++) {
            int lane = frame % lanes;
            if (lane == 0) {
                power(spectra, frame, block);
            }
            for (int bin = 0; bin < bins; bin++) {
                row[bin] = block[bin * lanes + lane];
            }
            consumer.accept(frame, row);
        }
    }

    /** What is behind the rows, for who works on several frames at a time. */
    FrameTransform.Spectra spectra(float[] samples) {
        return transform.of(samples, settings.frames(samples.length));
    }

    /** Writes {@code magnitude ** power} of a block of frames, {@code (bins, lanes)}. */
    void power(FrameTransform.Spectra spectra, int frame, double[] block) {
        spectra.power(frame, block);
        double power = settings.power();
        if (power == 2) {
            return;
        }
        for (int i = 0; i < block.length; i++) {
            block[i] = power == 1 ? Math.sqrt(block[i]) : Math.pow(block[i], power / 2);
        }
    }
}
