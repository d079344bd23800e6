package org.timbrel.audio.feature;

import java.util.OptionalDouble;

/**
 * Conversion to decibels, as {@code librosa.power_to_db} and {@code librosa.amplitude_to_db}:
 * {@code k log10(max(amin, x)) - k log10(max(amin, ref))} with k = 10 for power and 20 for amplitude, then nothing more
 * than {@code topDb} below the array's largest value.
 *
 * @param quantity what the values are before the conversion
 * @param ref the value that becomes 0 dB; empty for the array's largest ({@code ref=np.max})
 * @param amin smallest value told apart from silence, above 0
 * @param topDb range kept below the largest value, in dB; empty to keep all
 */
public record Decibels(Quantity quantity, OptionalDouble ref, double amin, OptionalDouble topDb) {
    /** What is converted. */
    public enum Quantity {
        /** Power: 10 log10. */
        POWER(10),
        /** Amplitude, the square root of power: 20 log10. */
        AMPLITUDE(20);

        private final double factor;

        Quantity(double factor) {
            this.factor = factor;
        }
    }

    /** @throws IllegalArgumentException if {@code amin} or {@code ref} is not above 0 or {@code topDb} is below 0 */
    public Decibels {
        if (!(amin > 0)) {
            throw new IllegalArgumentException("amin must be above 0, got " + amin + ".");
        }
        if (ref.isPresent() && !(ref.getAsDouble() > 0)) {
            throw new IllegalArgumentException("ref must be above 0, got " + ref.getAsDouble() + ".");
        }
        if (topDb.isPresent() && !(topDb.getAsDouble() >= 0)) {
            throw new IllegalArgumentException("top_db must be at least 0, got " + topDb.getAsDouble() + ".");
        }
    }

    /** {@code librosa.power_to_db}'s defaults: ref 1, amin 1e-10, top_db 80. */
    public static Decibels ofPower() {
        return new Decibels(Quantity.POWER, OptionalDouble.of(1), 1e-10, OptionalDouble.of(80));
    }

    /** {@code librosa.amplitude_to_db}'s defaults: ref 1, amin 1e-5, top_db 80. */
    public static Decibels ofAmplitude() {
        return new Decibels(Quantity.AMPLITUDE, OptionalDouble.of(1), 1e-5, OptionalDouble.of(80));
    }

    /** With another reference. */
    public Decibels withRef(double ref) {
        return new Decibels(quantity, OptionalDouble.of(ref), amin, topDb);
    }

    /** With the array's largest value as reference, so that it becomes 0 dB. */
    public Decibels withRefMax() {
        return new Decibels(quantity, OptionalDouble.empty(), amin, topDb);
    }

    /** With another smallest value. */
    public Decibels withAmin(double amin) {
        return new Decibels(quantity, ref, amin, topDb);
    }

    /** With another range. */
    public Decibels withTopDb(double topDb) {
        return new Decibels(quantity, ref, amin, OptionalDouble.of(topDb));
    }

    /** With no limit to the range. */
    public Decibels withoutTopDb() {
        return new Decibels(quantity, ref, amin, OptionalDouble.empty());
    }

    /** Converts power or amplitude, of any shape, to decibels. */
    public Frames compute(Frames frames) {
        double[] values = new double[frames.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = frames.values()[i];
        }
        convert(values);
        return Frames.of(frames.frames(), frames.bins(), values);
    }

    /** Converts in place. */
    void convert(double[] values) {
        double max = 0;
        for (double value : values) {
            max = value > max ? value : max;
        }
        double zero = level(ref.orElse(max));
        double floor = topDb.isPresent() ? level(max) - zero - topDb.getAsDouble() : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            double level = level(values[i]) - zero;
            values[i] = level < floor ? floor : level;
        }
    }

    private double level(double value) {
        return quantity.factor * Log10.of(value < amin ? amin : value);
    }
}
