package org.timbrel.audio.feature;

import java.util.ArrayList;
import java.util.List;

/** Several features side by side: the values of each frame follow one another in the order of the parts. */
public final class StackedFeature implements Feature {
    private final List<Feature> parts;

    /**
     * Stacks features.
     *
     * @param parts with frames at the same places: of equal sample rate, transform, hop and centring
     * @throws IllegalArgumentException if there is no part, or the frames of two parts don't fall on each other
     */
    public StackedFeature(List<? extends Feature> parts) {
        this.parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one feature.");
        }
        parts.forEach(part -> requireAligned(settings(), part.settings()));
    }

    private static void requireAligned(FeatureSettings a, FeatureSettings b) {
        boolean aligned = a.sampleRate() == b.sampleRate()
                && a.nFft() == b.nFft()
                && a.hopLength() == b.hopLength()
                && a.center() == b.center();
        if (!aligned) {
            throw new IllegalArgumentException("stacked features need the same sample rate, n_fft, hop_length and"
                    + " center, got " + a + " and " + b + ".");
        }
    }

    /** The features, in order. */
    public List<Feature> parts() {
        return parts;
    }

    /** The values of each part, in order, from those of the stack. */
    public List<Frames> split(Frames stacked) {
        List<Frames> split = new ArrayList<>();
        int offset = 0;
        for (Feature part : parts) {
            float[] values = new float[stacked.frames() * part.bins()];
            for (int frame = 0; frame < stacked.frames(); frame++) {
                System.arraycopy(
                        stacked.values(), frame * stacked.bins() + offset, values, frame * part.bins(), part.bins());
            }
            split.add(new Frames(stacked.frames(), part.bins(), values));
            offset += part.bins();
        }
        return split;
    }

    /** Those of the first part. */
    @Override
    public FeatureSettings settings() {
        return parts.get(0).settings();
    }

    @Override
    public int bins() {
        return parts.stream().mapToInt(Feature::bins).sum();
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.MEASURE;
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public Frames compute(float[] samples) {
        int frames = settings().frames(samples.length);
        int bins = bins();
        float[] values = new float[Math.multiplyExact(frames, bins)];
        int offset = 0;
        for (Feature feature : parts) {
            Frames part = feature.compute(samples);
            for (int frame = 0; frame < frames; frame++) {
                System.arraycopy(part.values(), frame * part.bins(), values, frame * bins + offset, part.bins());
            }
            offset += part.bins();
        }
        return new Frames(frames, bins, values);
    }
}
