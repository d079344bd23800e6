package org.timbrel.audio.feature;

import java.util.Objects;

/**
 * A feature over time, row-major {@code (frames, bins)}: a row is a frame. The transpose of what librosa returns.
 *
 * @param frames number of rows
 * @param bins values a frame: frequency bins, mel bands or coefficients
 * @param values {@code frames * bins} values; the array is shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of one array; nobody compares frames with equals
public record Frames(int frames, int bins, float[] values) {
    /** @throws IllegalArgumentException if {@code values} does not have {@code frames * bins} elements */
    public Frames {
        Objects.requireNonNull(values, "values");
        if (frames < 0 || bins < 0 || (long) frames * bins != values.length) {
            throw new IllegalArgumentException(
                    "(" + frames + "," + bins + ") frames can't be made of " + values.length + " values.");
        }
    }

    /** Narrows row-major values. */
    static Frames of(int frames, int bins, double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return new Frames(frames, bins, narrow);
    }

    /** The value of bin {@code bin} in frame {@code frame}. */
    public float get(int frame, int bin) {
        return values[frame * bins + bin];
    }

    /** The least, the most and the mean of all values; NaN and infinities of both signs if there is none. */
    public Summary summary() {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (float value : values) {
            least = value < least ? value : least;
            most = value > most ? value : most;
            sum += value;
        }
        return new Summary(least, most, sum / values.length);
    }

    /** What {@link #summary} gives. */
    public record Summary(double least, double most, double mean) {}
}
