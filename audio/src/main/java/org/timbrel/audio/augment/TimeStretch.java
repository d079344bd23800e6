package org.timbrel.audio.augment;

import org.timbrel.audio.feature.ComplexFrames;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.InverseStft;
import org.timbrel.audio.feature.Stft;

/**
 * Another tempo at the same pitch, by a phase vocoder (Flanagan and Golden 1966), as
 * {@code librosa.effects.time_stretch}: a transform of 2,048 samples with a hop of 512, magnitudes interpolated between
 * frames, phases advanced by what each bin's frequency asks for.
 *
 * @param rate above 1 is faster and shorter, below 1 slower and longer
 */
public record TimeStretch(double rate) {
    private static final int N_FFT = 2048;
    private static final int HOP = N_FFT / 4;
    private static final double TURN = 2 * Math.PI;

    /** @throws IllegalArgumentException if the rate is not above 0 */
    public TimeStretch {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("the rate of a time stretch must be above 0, got " + rate + ".");
        }
    }

    /**
     * The stretched sound.
     *
     * @param samples mono, at any sample rate
     * @return {@code samples.length / rate} samples, rounded
     */
    public float[] apply(float[] samples) {
        // Nothing here depends on the sample rate, which any settings must have.
        FeatureSettings settings =
                FeatureSettings.defaults(N_FFT).withNFft(N_FFT).withHopLength(HOP);
        int length = (int) Math.rint(samples.length / rate);
        return new InverseStft(settings).samples(vocode(new Stft(settings).complex(samples)), length);
    }

    /** The frames at each {@code rate}-th place; beyond the last frame there is silence. */
    private ComplexFrames vocode(ComplexFrames from) {
        int bins = from.real().bins();
        int frames = (int) Math.ceil(from.real().frames() / rate);
        float[] real = new float[frames * bins];
        float[] imaginary = new float[frames * bins];
        Polar left = Polar.of(from, 0);
        Polar right = Polar.of(from, 1);
        double[] phase = left.angle.clone();
        int at = 0;
        for (int frame = 0; frame < frames; frame++) {
            double place = frame * rate;
            if ((int) place != at) {
                left = (int) place == at + 1 ? right : Polar.of(from, (int) place);
                at = (int) place;
                right = Polar.of(from, at + 1);
            }
            double part = place - at;
            for (int bin = 0; bin < bins; bin++) {
                double magnitude = (1 - part) * left.magnitude[bin] + part * right.magnitude[bin];
                real[frame * bins + bin] = (float) (magnitude * Math.cos(phase[bin]));
                imaginary[frame * bins + bin] = (float) (magnitude * Math.sin(phase[bin]));
                double expected = TURN * HOP * bin / N_FFT;
                double ahead = right.angle[bin] - left.angle[bin] - expected;
                phase[bin] += expected + ahead - TURN * Math.rint(ahead / TURN);
            }
        }
        return new ComplexFrames(new Frames(frames, bins, real), new Frames(frames, bins, imaginary));
    }

    /** One frame by magnitudes and angles. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Polar(double[] magnitude, double[] angle) {
        static Polar of(ComplexFrames spectrum, int frame) {
            Frames real = spectrum.real();
            double[] magnitude = new double[real.bins()];
            double[] angle = new double[real.bins()];
            for (int bin = 0; frame < real.frames() && bin < real.bins(); bin++) {
                double re = real.get(frame, bin);
                double im = spectrum.imaginary().get(frame, bin);
                magnitude[bin] = Math.sqrt(re * re + im * im);
                angle[bin] = Math.atan2(im, re);
            }
            return new Polar(magnitude, angle);
        }
    }
}
