package org.timbrel.audio.feature;

/**
 * A complex spectrum over time.
 *
 * @param real real parts, {@code (frames, bins)}
 * @param imaginary imaginary parts, of the same shape
 */
public record ComplexFrames(Frames real, Frames imaginary) {
    /** @throws IllegalArgumentException if the parts differ in shape */
    public ComplexFrames {
        if (real.frames() != imaginary.frames() || real.bins() != imaginary.bins()) {
            throw new IllegalArgumentException("real and imaginary parts must have the same shape, got ("
                    + real.frames() + "," + real.bins() + ") and (" + imaginary.frames() + "," + imaginary.bins()
                    + ").");
        }
    }
}
