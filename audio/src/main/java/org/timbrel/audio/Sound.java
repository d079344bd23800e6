package org.timbrel.audio;

import java.util.Objects;

/**
 * One channel of sound.
 *
 * @param samples amplitude of each sample, full scale at -1 and 1 (a float file may go beyond); the array is shared, not
 *     copied, and must not be changed
 * @param sampleRate samples a second, in Hz, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // a sound is its samples; nobody compares sounds with equals
public record Sound(float[] samples, int sampleRate) {
    /** @throws IllegalArgumentException if {@code sampleRate} is not above 0 */
    public Sound {
        Objects.requireNonNull(samples, "samples");
        if (sampleRate <= 0) {
            throw new IllegalArgumentException("a sample rate must be above 0, got " + sampleRate + ".");
        }
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }
}
