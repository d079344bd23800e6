package org.timbrel.audio.fourier;

import org.jtransforms.fft.DoubleFFT_1D;

/** Frames of any size, one at a time, by JTransforms. */
final class LibraryTransform implements FrameTransform {
    private final Framing framing;
    private final DoubleFFT_1D fft;

    LibraryTransform(Framing framing) {
        this.framing = framing;
        this.fft = LibraryFft.of(framing.size());
    }

    @Override
    public Spectra of(float[] samples, int frames) {
        return new LibrarySpectra(samples);
    }

    private final class LibrarySpectra implements Spectra {
        private final float[] samples;
        private final int bins = framing.size() / 2 + 1;
        private final double[] parts = new double[2 * bins];

        LibrarySpectra(float[] samples) {
            this.samples = samples;
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void power(int frame, double[] power) {
            complex(frame, parts);
            for (int bin = 0; bin < bins; bin++) {
                power[bin] = parts[2 * bin] * parts[2 * bin] + parts[2 * bin + 1] * parts[2 * bin + 1];
            }
        }

        @Override
        public void complex(int frame, double[] spectrum) {
            framing.cut(samples, frame, spectrum);
            fft.realForward(spectrum);
            unpack(spectrum, framing.size());
        }

        @Override
        public void sum(Bands bands, double[] power, double[] sums) {
            bands.sum(power, sums);
        }
    }

    /** JTransforms packs the last bin's part into the first bin's imaginary part, which is always 0. */
    private static void unpack(double[] spectrum, int n) {
        spectrum[n] = spectrum[1];
        if (n % 2 == 0) {
            spectrum[n + 1] = 0;
        }
        spectrum[1] = 0;
    }
}
