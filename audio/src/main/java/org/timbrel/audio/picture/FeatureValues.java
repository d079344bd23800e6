package org.timbrel.audio.picture;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.timbrel.audio.feature.BinMeaning;
import org.timbrel.audio.feature.Decibels;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;

/**
 * What a picture shows of a feature: its values, or decibels below the largest one for amplitude and power, of which
 * only peaks would be seen.
 *
 * @param least the value at the foot of the scale
 * @param most the value at its top, above {@code least}
 * @param unit of the values shown
 */
record FeatureValues(Feature feature, Frames frames, double least, double most, String unit) {

    /** @throws IllegalArgumentException if there is no frame, or the number of bins is not the feature's */
    static FeatureValues of(Feature feature, Frames frames) {
        if (frames.frames() == 0 || frames.bins() != feature.bins()) {
            throw new IllegalArgumentException("a picture needs at least one frame of " + feature.bins()
                    + " bins, got (" + frames.frames() + "," + frames.bins() + ").");
        }
        boolean linear =
                feature.unit().equals(feature.settings().powerUnit()) && feature.binMeaning() != BinMeaning.VALUE;
        Frames shown = linear ? decibels(feature, frames) : frames;
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : shown.values()) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new FeatureValues(
                feature,
                shown,
                least == most ? least - 1 : least,
                most,
                linear ? "dB (largest value at 0)" : feature.unit());
    }

    private static Frames decibels(Feature feature, Frames frames) {
        Decibels scale = feature.settings().power() == 2 ? Decibels.ofPower() : Decibels.ofAmplitude();
        return scale.withRefMax().compute(frames);
    }

    /** Whether it is a curve rather than an area of colours. */
    boolean single() {
        return feature.binMeaning() == BinMeaning.VALUE;
    }

    /** The same on another scale. */
    FeatureValues between(double from, double to) {
        return new FeatureValues(feature, frames, from, to, unit);
    }

    Axis levels() {
        return Axis.linear(unit, least, most);
    }

    /** The same axis with at most as many steps. */
    Axis levels(int steps) {
        return Axis.linear(unit, least, most, steps);
    }

    Axis time() {
        return Axis.time(feature.settings(), frames.frames());
    }

    /** Time to the right, bins upwards; where there are more values than pixels, a pixel is the mean of those it covers. */
    BufferedImage image(int width, int height, ColorMap colors) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double mean = mean(x, width, height - 1 - y, height);
                image.setRGB(x, y, colors.color((mean - least) / (most - least)));
            }
        }
        return image;
    }

    /** Of the values that a pixel covers, at least one. */
    private double mean(int x, int width, int up, int height) {
        int fromFrame = (int) ((long) x * frames.frames() / width);
        int toFrame = Math.max(fromFrame + 1, (int) ((x + 1L) * frames.frames() / width));
        int fromBin = (int) ((long) up * frames.bins() / height);
        int toBin = Math.max(fromBin + 1, (int) ((up + 1L) * frames.bins() / height));
        double sum = 0;
        for (int frame = fromFrame; frame < toFrame; frame++) {
            for (int bin = fromBin; bin < toBin; bin++) {
                sum += frames.get(frame, bin);
            }
        }
        return sum / ((toFrame - fromFrame) * (toBin - fromBin));
    }

    /** Each frame's value in the middle of the width it takes. */
    Path2D curve(Rectangle2D place) {
        Path2D curve = new Path2D.Double();
        for (int frame = 0; frame < frames.frames(); frame++) {
            double x = place.getX() + (frame + 0.5) * place.getWidth() / frames.frames();
            double y = place.getY() + place.getHeight() * (most - frames.get(frame, 0)) / (most - least);
            if (frame == 0) {
                curve.moveTo(x, y);
            }
            curve.lineTo(x, y);
        }
        return curve;
    }
}
