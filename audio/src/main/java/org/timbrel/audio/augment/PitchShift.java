package org.timbrel.audio.augment;

import java.util.Arrays;
import org.timbrel.audio.Sound;
import org.timbrel.audio.resample.Resampler;

/**
 * Another pitch at the same tempo, as {@code librosa.effects.pitch_shift}: a {@link TimeStretch}, then resampling to the
 * old length. librosa resamples with soxr by the exact ratio; here {@link Resampler} takes the nearest fraction with a
 * denominator up to {@value #LARGEST_DENOMINATOR}, which is off by about a millionth.
 *
 * @param semitones upwards; below 0, downwards
 */
public record PitchShift(double semitones) {
    private static final int LARGEST_DENOMINATOR = 1000;
    private static final int SEMITONES = 12;

    /** @throws IllegalArgumentException if it is more than two octaves */
    public PitchShift {
        if (!(Math.abs(semitones) <= 2 * SEMITONES)) {
            throw new IllegalArgumentException(
                    "a pitch shift must be from -24 to 24 semitones, got " + semitones + ".");
        }
    }

    /** The shifted sound, of the same length; where rounding leaves it shorter, zeros follow. */
    public float[] apply(float[] samples) {
        double rate = Math.pow(2, -semitones / SEMITONES);
        float[] stretched = new TimeStretch(rate).apply(samples);
        int target = denominator(1 / rate);
        int source = (int) Math.rint(target / rate);
        Sound shifted = Resampler.resample(new Sound(stretched, source), target);
        return Arrays.copyOf(shifted.samples(), samples.length);
    }

    /** That of the fraction nearest to a ratio. */
    private static int denominator(double ratio) {
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int q = 1; q <= LARGEST_DENOMINATOR; q++) {
            double error = Math.abs(ratio - Math.rint(ratio * q) / q);
            if (error < least) {
                best = q;
                least = error;
            }
        }
        return best;
    }
}
