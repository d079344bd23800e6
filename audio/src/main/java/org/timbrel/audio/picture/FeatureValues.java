package org.timbrel.audio.picture;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.timbrel.audio.feature.BinMeaning;
import org.timbrel.audio.feature.Decibels;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;

/**
 * What a picture shows of a feature: its values; or decibels below the largest one for amplitude and power, of which
 * only peaks would be seen; or, where rows are of different sizes, as the coefficients of MFCC are, each row by its own
 * mean and deviation.
 *
 * @param least the value at the foot of the scale
 * @param most the value at its top, above {@code least}
 * @param unit of the values shown
 * @param time what the width stands for
 */
record FeatureValues(Feature feature, Frames frames, double least, double most, String unit, Axis time) {
    /** Where a row's scale of colours ends at the latest. */
    private static final double MOST_DEVIATIONS = 3;

    /** @throws IllegalArgumentException if there is no frame, or the number of bins is not the feature's */
    static FeatureValues of(Feature feature, Frames frames) {
        if (frames.frames() == 0 || frames.bins() != feature.bins()) {
            throw new IllegalArgumentException("a picture needs at least one frame of " + feature.bins()
                    + " bins, got (" + frames.frames() + "," + frames.bins() + ").");
        }
        boolean linear =
                feature.unit().equals(feature.settings().powerUnit()) && feature.binMeaning() != BinMeaning.VALUE;
        Axis time = Axis.time(feature.settings(), frames.frames());
        if (linear) {
            return of(feature, decibels(feature, frames), "dB (largest value at 0)", time);
        }
        boolean uneven = feature.binMeaning() == BinMeaning.COEFFICIENT || feature.binMeaning() == BinMeaning.MEASURE;
        if (uneven && frames.bins() > 1) {
            FeatureValues rows = of(feature, standardized(frames), "deviations from the row's mean, to ±3", time);
            return rows.between(Math.max(-MOST_DEVIATIONS, rows.least), Math.min(MOST_DEVIATIONS, rows.most));
        }
        return of(feature, frames, feature.unit(), time);
    }

    private static Frames standardized(Frames frames) {
        float[] values = new float[frames.values().length];
        for (int bin = 0; bin < frames.bins(); bin++) {
            double mean = 0;
            for (int frame = 0; frame < frames.frames(); frame++) {
                mean += frames.get(frame, bin) / (double) frames.frames();
            }
            double variance = 0;
            for (int frame = 0; frame < frames.frames(); frame++) {
                double away = frames.get(frame, bin) - mean;
                variance += away * away / frames.frames();
            }
            double deviation = variance > 0 ? Math.sqrt(variance) : 1;
            for (int frame = 0; frame < frames.frames(); frame++) {
                values[frame * frames.bins() + bin] = (float) ((frames.get(frame, bin) - mean) / deviation);
            }
        }
        return new Frames(frames.frames(), frames.bins(), values);
    }

    /**
     * A feature that was scaled, and perhaps resized: the axes stay those of the feature.
     *
     * @param span frames of the feature that the image was made of; 0 for a whole track, however long it was
     */
    static FeatureValues scaled(Feature feature, Frames image, int span, String unit) {
        return of(
                feature,
                image,
                unit,
                span == 0 ? Axis.linear("share of the track", 0, 1) : Axis.time(feature.settings(), span));
    }

    private static FeatureValues of(Feature feature, Frames shown, String unit, Axis time) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : shown.values()) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new FeatureValues(feature, shown, least == most ? least - 1 : least, most, unit, time);
    }

    private static Frames decibels(Feature feature, Frames frames) {
        Decibels scale = feature.settings().power() == 2 ? Decibels.ofPower() : Decibels.ofAmplitude();
        return scale.withRefMax().compute(frames);
    }

    /** Whether it is a curve rather than an area of colours. */
    boolean single() {
        return frames.bins() == 1;
    }

    /** What stands upwards; not for a curve. */
    Axis bins() {
        return feature.binMeaning() == BinMeaning.VALUE ? new Axis(feature.unit(), List.of()) : Axis.bins(feature);
    }

    /** The same on another scale. */
    FeatureValues between(double from, double to) {
        return new FeatureValues(feature, frames, from, to, unit, time);
    }

    Axis levels() {
        return Axis.linear(unit, least, most);
    }

    /** The same axis with at most as many steps. */
    Axis levels(int steps) {
        return Axis.linear(unit, least, most, steps);
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
