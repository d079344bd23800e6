package org.timbrel.audio.feature;

import org.jtransforms.fft.DoubleFFT_1D;
import org.timbrel.audio.fourier.LibraryFft;

/**
 * From a short-time Fourier transform back to samples, as {@code librosa.istft}: each frame is transformed back,
 * multiplied with the window once more and added at its place; the sum is divided by that of the squared windows.
 */
public final class InverseStft {
    private final FeatureSettings settings;
    private final double[] window;
    private final DoubleFFT_1D fft;

    /**
     * The inverse of a transform.
     *
     * @throws IllegalArgumentException if its frames are not centred or have an odd number of samples
     */
    public InverseStft(FeatureSettings settings) {
        if (!settings.center() || settings.nFft() % 2 != 0) {
            throw new IllegalArgumentException("the inverse transform needs centred frames of an even n_fft, got "
                    + settings.nFft() + (settings.center() ? "." : ", not centred."));
        }
        this.settings = settings;
        this.window = Window.hann(settings.windowLength(), settings.nFft());
        this.fft = LibraryFft.of(settings.nFft());
    }

    /**
     * The samples of a spectrum.
     *
     * @param length how many there are; zeros where the frames end before
     */
    public float[] samples(ComplexFrames spectrum, int length) {
        int n = settings.nFft();
        double[] sum = new double[length];
        double[] weight = new double[length];
        double[] frame = new double[n];
        for (int t = 0; t < spectrum.real().frames() && settings.start(t) < length; t++) {
            pack(spectrum, t, frame);
            fft.realInverse(frame, true);
            int start = settings.start(t);
            for (int i = Math.max(0, -start); i < Math.min(n, length - start); i++) {
                sum[start + i] += window[i] * frame[i];
                weight[start + i] += window[i] * window[i];
            }
        }
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) (weight[i] > Float.MIN_NORMAL ? sum[i] / weight[i] : sum[i]);
        }
        return samples;
    }

    /** JTransforms keeps the last bin's real part in the place of the first bin's imaginary part, which is 0. */
    private static void pack(ComplexFrames spectrum, int t, double[] frame) {
        for (int bin = 0; bin < frame.length / 2; bin++) {
            frame[2 * bin] = spectrum.real().get(t, bin);
            frame[2 * bin + 1] = spectrum.imaginary().get(t, bin);
        }
        frame[1] = spectrum.real().get(t, frame.length / 2);
    }
}
