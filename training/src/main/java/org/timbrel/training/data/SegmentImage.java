package org.timbrel.training.data;

import java.util.Arrays;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.Resize;
import org.timbrel.audio.picture.GreyPng;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.FeatureSpec.Interpolation;
import org.timbrel.training.recipe.FeatureSpec.Normalize;

/**
 * What a recipe makes of one segment's frames: the first of them, normalised, resized, rounded to the pixels of a PNG.
 *
 * @param frames how many are kept; null for all
 * @param normalize what the segment is scaled to by itself
 * @param resize the size it gets; null to leave it
 * @param png whether it passes through a grey PNG
 */
record SegmentImage(Integer frames, Normalize normalize, Resize resize, boolean png) {
    static SegmentImage of(FeatureSpec spec) {
        Resize resize = spec.resize() == null
                ? null
                : new Resize(
                        spec.resize().get(0), spec.resize().get(1), spec.interpolation() == Interpolation.ANTIALIAS);
        return new SegmentImage(spec.frames(), spec.normalize(), resize, spec.png());
    }

    /** The image of a segment, (frames, bins). */
    Frames apply(Frames segment) {
        Frames image = frames == null || frames == segment.frames() ? segment : first(segment, frames);
        image = switch (normalize) {
            case NONE -> image;
            case STANDARD -> standard(image);
            case MIN_MAX -> minMax(image);
        };
        image = resize == null ? image : resize.apply(image);
        return png ? GreyPng.read(GreyPng.write(image)) : image;
    }

    private static Frames first(Frames segment, int count) {
        return new Frames(count, segment.bins(), Arrays.copyOf(segment.values(), count * segment.bins()));
    }

    private static Frames standard(Frames image) {
        double mean = 0;
        for (float value : image.values()) {
            mean += value;
        }
        mean /= image.values().length;
        double variance = 0;
        for (float value : image.values()) {
            variance += (value - mean) * (value - mean);
        }
        variance /= image.values().length;
        return scaled(image, mean, Math.sqrt(variance));
    }

    private static Frames minMax(Frames image) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : image.values()) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return scaled(image, least, (double) most - least);
    }

    /** {@code (x - from) / range}, or 0 where all values are alike. */
    private static Frames scaled(Frames image, double from, double range) {
        float[] scaled = new float[image.values().length];
        for (int i = 0; range > 0 && i < scaled.length; i++) {
            scaled[i] = (float) ((image.values()[i] - from) / range);
        }
        return new Frames(image.frames(), image.bins(), scaled);
    }
}
