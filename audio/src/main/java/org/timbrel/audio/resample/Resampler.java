package org.timbrel.audio.resample;

import org.timbrel.audio.Sound;

/**
 * Band-limited resampling by the exact ratio of the two rates: every output sample is the sum of input samples weighted
 * by a Kaiser-windowed sinc centred on its time (a polyphase filter). Everything up to 91.3% of the lower of both
 * Nyquist frequencies passes unchanged, everything from that Nyquist frequency on is attenuated by 120 dB: the band of
 * soxr's high quality, librosa's default. Beyond both ends the sound is taken as silent.
 */
public final class Resampler {
    private static final double PASS_EDGE = 0.913;
    private static final double ATTENUATION_DB = 120;
    /** Kaiser's formulas for the window's shape and the filter's length at a given attenuation. */
    private static final double BETA = 0.1102 * (ATTENUATION_DB - 8.7);

    private static final double TAPS_TIMES_TRANSITION = (ATTENUATION_DB - 7.95) / 2.285;

    private Resampler() {}

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
        int up = targetRate / divisor;
        int down = sound.sampleRate() / divisor;
        float[] input = sound.samples();
        float[] output = new float[Math.toIntExact(((long) input.length * up + down - 1) / down)];
        double scale = Math.min(1, (double) up / down);
        int half = (int) Math.ceil(TAPS_TIMES_TRANSITION / ((1 - PASS_EDGE) * Math.PI) / 2 / scale);
        float[][] phases = new float[Math.min(up, output.length)][];
        for (int i = 0; i < output.length; i++) {
            long position = (long) i * down;
            int phase = (int) (position % up);
            int slot = i % up;
            if (phases[slot] == null) {
                phases[slot] = kernel((double) phase / up, half, scale);
            }
            output[i] = weighted(input, (int) (position / up) - half + 1, phases[slot]);
        }
        return new Sound(output, targetRate);
    }

    private static float weighted(float[] input, int start, float[] kernel) {
        int k = Math.max(0, -start);
        int end = Math.min(kernel.length, input.length - start);
        // Four sums, so that an addition need not wait for the one before.
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (; k + 3 < end; k += 4) {
            sum0 += (double) kernel[k] * input[start + k];
            sum1 += (double) kernel[k + 1] * input[start + k + 1];
            sum2 += (double) kernel[k + 2] * input[start + k + 2];
            sum3 += (double) kernel[k + 3] * input[start + k + 3];
        }
        for (; k < end; k++) {
            sum0 += (double) kernel[k] * input[start + k];
        }
        return (float) (sum0 + sum1 + (sum2 + sum3));
    }

    /** Weights of {@code 2 * half} input samples for an output sample {@code fraction} after the middle one. */
    private static float[] kernel(double fraction, int half, double scale) {
        double cutoff = scale * (1 + PASS_EDGE) / 2;
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
