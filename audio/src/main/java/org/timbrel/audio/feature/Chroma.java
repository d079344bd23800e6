package org.timbrel.audio.feature;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Power by pitch class, as {@code librosa.feature.chroma_stft}: the largest of each frame is 1, silence stays 0. Power is
 * taken whatever the settings' exponent. The tuning is estimated from the whole sound unless it is given.
 */
public final class Chroma implements Feature {
    private static final List<String> PITCHES =
            List.of("C", "C\u266f", "D", "D\u266f", "E", "F", "F\u266f", "G", "G\u266f", "A", "A\u266f", "B");

    private final Stft stft;
    private final int classes;
    private final OptionalDouble tuning;

    /** Twelve classes, with the sound's own tuning. */
    public Chroma(FeatureSettings settings) {
        this(settings, 12, OptionalDouble.empty());
    }

    /**
     * Any number of classes.
     *
     * @param classes librosa's {@code n_chroma}
     * @param tuning deviation from A440 in parts of a class's width; empty to estimate it
     * @throws IllegalArgumentException if there is no class
     */
    public Chroma(FeatureSettings settings, int classes, OptionalDouble tuning) {
        if (classes < 1) {
            throw new IllegalArgumentException("n_chroma must be at least 1, got " + classes + ".");
        }
        stft = new Stft(settings.withPower(2));
        this.classes = classes;
        this.tuning = tuning;
    }

    @Override
    public FeatureSettings settings() {
        return stft.settings();
    }

    @Override
    public int bins() {
        return classes;
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.PITCH_CLASS;
    }

    @Override
    public List<String> binNames() {
        return classes == PITCHES.size() ? PITCHES : List.of();
    }

    @Override
    public String unit() {
        return "part of the frame's largest";
    }

    @Override
    public Frames compute(float[] samples) {
        Frames power = stft.compute(samples);
        double deviation = tuning.orElseGet(() -> Tuning.estimate(settings(), power, classes));
        ChromaFilterBank filters = new ChromaFilterBank(settings(), classes, deviation);
        float[] values = new float[power.frames() * classes];
        double[] chroma = new double[classes];
        for (int frame = 0; frame < power.frames(); frame++) {
            filters.apply(power, frame, chroma);
            double largest = 0;
            for (double value : chroma) {
                largest = Math.max(largest, value);
            }
            double length = largest < Float.MIN_NORMAL ? 1 : largest;
            for (int k = 0; k < classes; k++) {
                values[frame * classes + k] = (float) (chroma[k] / length);
            }
        }
        return new Frames(power.frames(), classes, values);
    }
}
