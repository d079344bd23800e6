package org.timbrel.audio.feature;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Short-time Fourier transform, as {@code librosa.stft}: Hann window, zeros beyond both ends if centred.
 * {@link #compute(float[])} gives {@code magnitude ** power}; bin k stands for {@code k * sampleRate / nFft} Hz.
 */
public final class Stft implements Feature {
    static {
        // Callers work on several sounds at once; JTransforms' own threads, for long transforms, would only get in the
        // way and keep the program from ending for a while.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final FeatureSettings settings;
    private final double[] window;
    private final DoubleFFT_1D fft;

    /** Receives the frames of one transform, in order. */
    @FunctionalInterface
    interface FrameConsumer {
        /** {@code spectrum} holds real and imaginary parts by turns, and is overwritten by the next frame. */
        void accept(int frame, double[] spectrum);
    }

    /** A transform with window and hop of the settings. */
    public Stft(FeatureSettings settings) {
        this.settings = settings;
        this.window = Window.hann(settings.windowLength(), settings.nFft());
        this.fft = new DoubleFFT_1D(settings.nFft());
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
        double[] row = new double[bins];
        forEachFrame(samples, (frame, spectrum) -> {
            power(spectrum, row);
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
        forEachFrame(samples, (frame, spectrum) -> {
            for (int bin = 0; bin < bins; bin++) {
                real[frame * bins + bin] = (float) spectrum[2 * bin];
                imaginary[frame * bins + bin] = (float) spectrum[2 * bin + 1];
            }
        });
        return new ComplexFrames(new Frames(frames, bins, real), new Frames(frames, bins, imaginary));
    }

    /** Writes {@code |spectrum| ** power} of every bin. */
    void power(double[] spectrum, double[] row) {
        double power = settings.power();
        for (int bin = 0; bin < row.length; bin++) {
            double re = spectrum[2 * bin];
            double im = spectrum[2 * bin + 1];
            double square = re * re + im * im;
            row[bin] = power == 2 ? square : power == 1 ? Math.sqrt(square) : Math.pow(square, power / 2);
        }
    }

    /** One value a frame, of {@code magnitude ** power}. */
    Frames summarize(float[] samples, ToDoubleFunction<double[]> statistic) {
        float[] values = new float[settings.frames(samples.length)];
        double[] row = new double[bins()];
        forEachFrame(samples, (frame, spectrum) -> {
            power(spectrum, row);
            values[frame] = (float) statistic.applyAsDouble(row);
        });
        return new Frames(values.length, 1, values);
    }

    void forEachFrame(float[] samples, FrameConsumer consumer) {
        int n = settings.nFft();
        int frames = settings.frames(samples.length);
        double[] spectrum = new double[2 * bins()];
        for (int frame = 0; frame < frames; frame++) {
            int start = settings.start(frame);
            int from = Math.max(0, -start);
            int to = Math.max(from, Math.min(n, samples.length - start));
            Arrays.fill(spectrum, 0, from, 0);
            for (int i = from; i < to; i++) {
                spectrum[i] = window[i] * samples[start + i];
            }
            Arrays.fill(spectrum, to, n, 0);
            fft.realForward(spectrum);
            unpack(spectrum, n);
            consumer.accept(frame, spectrum);
        }
    }

    /** JTransforms packs the last bin's part into the first bin's imaginary part, which is always 0. */
    private static void unpack(double[] spectrum, int n) {
        if (n % 2 == 0) {
            spectrum[n] = spectrum[1];
            spectrum[n + 1] = 0;
        } else {
            spectrum[n] = spectrum[1];
        }
        spectrum[1] = 0;
    }
}
