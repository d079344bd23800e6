package org.timbrel.audio.resample;

import java.util.Arrays;
import org.timbrel.audio.Sound;

/**
 * Band-limited resampling by the exact ratio of the two rates: every output sample is the sum of input samples weighted
 * by a Kaiser-windowed sinc centred on its time (a polyphase filter). Everything up to 91.3% of the lower of both
 * Nyquist frequencies passes unchanged, everything from that Nyquist frequency on is attenuated by 100 dB or more: the band of
 * soxr's high quality, librosa's default. Beyond both ends the sound is taken as silent.
 */
public final class Resampler {
    private static final double PASS_EDGE = 0.913;
    private static final double ATTENUATION_DB = 120;
    /** Kaiser's formulas for the window's shape and the filter's length at a given attenuation. */
    private static final double BETA = 0.1102 * (ATTENUATION_DB - 8.7);

    private static final double TAPS_TIMES_TRANSITION = (ATTENUATION_DB - 7.95) / 2.285;

    /** Input samples that are dealt out at once, so that they stay in the cache. */
    private static final int BLOCK = 1 << 14;

    private static final int LEAST_PERIODS = 16;

    private final int up;
    private final int down;
    private final int half;

    /** For {@code up} output samples from every {@code down} input samples, which have no common divisor. */
    private Resampler(int up, int down) {
        this.up = up;
        this.down = down;
        this.half = (int) Math.ceil(TAPS_TIMES_TRANSITION / ((1 - PASS_EDGE) * Math.PI) / 2 / scale());
    }

    /** The lower Nyquist frequency as a part of the input's. */
    private double scale() {
        return Math.min(1, (double) up / down);
    }

    /**
     * The sound at another rate.
     *
     * @param targetRate in Hz, above 0
     * @return {@code ceil(n * targetRate / sampleRate)} samples, as {@code librosa.resample} gives; the sound itself if it
     *     has that rate
     */
    public static Sound resample(Sound sound, int targetRate) {
        if (targetRate <= 0) {
            throw new IllegalArgumentException("a sample rate must be above 0, got " + targetRate + ".");
        }
        if (targetRate == sound.sampleRate()) {
            return sound;
        }
        int divisor = gcd(sound.sampleRate(), targetRate);
        Resampler resampler = new Resampler(targetRate / divisor, sound.sampleRate() / divisor);
        return new Sound(resampler.resample(sound.samples()), targetRate);
    }

    private float[] resample(float[] input) {
        float[] output = new float[Math.toIntExact(((long) input.length * up + down - 1) / down)];
        int periods = (output.length + up - 1) / up;
        int block = Math.min(periods, Math.max(LEAST_PERIODS, BLOCK / down));
        double[][] lanes = new double[down][block + (2 * half) / down + 2];
        double[] sums = new double[block];
        float[][] kernels = new float[Math.min(up, output.length)][];
        for (int period = 0; period < periods; period += block) {
            fill(lanes, input, (long) period * down - half + 1);
            for (int phase = 0; phase < kernels.length; phase++) {
                if (kernels[phase] == null) {
                    kernels[phase] = kernel((double) ((long) phase * down % up) / up);
                }
                int first = period * up + phase;
                int count = Math.min(block, (output.length - first + up - 1) / up);
                if (count > 0) {
                    filter(lanes, (int) ((long) phase * down / up), kernels[phase], sums, count);
                }
                for (int i = 0; i < count; i++) {
                    output[first + i * up] = (float) sums[i];
                }
            }
        }
        return output;
    }

    /** Deals the input out by turns: lane p gets each sample whose distance from {@code start} leaves p. */
    private void fill(double[][] lanes, float[] input, long start) {
        for (int lane = 0; lane < down; lane++) {
            for (int i = 0; i < lanes[lane].length; i++) {
                long at = start + (long) i * down + lane;
                lanes[lane][i] = at >= 0 && at < input.length ? input[(int) at] : 0;
            }
        }
    }

    /**
     * Outputs of one phase, which lie {@code down} input samples apart and so next to each other in every lane: the inner
     * loop runs over outputs, and the compiler makes vectors of it.
     */
    private void filter(double[][] lanes, int first, float[] kernel, double[] sums, int count) {
        Arrays.fill(sums, 0, count, 0);
        for (int k = 0; k < kernel.length; k++) {
            addScaled(sums, count, kernel[k], lanes[(first + k) % down], (first + k) / down);
        }
    }

    private static void addScaled(double[] sums, int count, double weight, double[] lane, int offset) {
        for (int i = 0; i < count; i++) {
            sums[i] += weight * lane[offset + i];
        }
    }

    /** Weights of {@code 2 * half} input samples for an output sample {@code fraction} after the middle one. */
    private float[] kernel(double fraction) {
        double cutoff = scale() * (1 + PASS_EDGE) / 2;
        float[] kernel = new float[2 * half];
        for (int k = 0; k < kernel.length; k++) {
            double t = k - half + 1 - fraction;
            double x = t / half;
            double window = Math.abs(x) < 1 ? bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA) : 0;
            double angle = Math.PI * cutoff * t;
            double sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
            kernel[k] = (float) (cutoff * sinc * window);
        }
        return kernel;
    }

    /** Modified Bessel function of the first kind, order 0, by its power series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
