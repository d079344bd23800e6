package org.timbrel.cli;

import java.util.OptionalDouble;
import org.timbrel.audio.feature.Chroma;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.SpectralBandwidth;
import org.timbrel.audio.feature.SpectralContrast;
import org.timbrel.audio.feature.SpectralRolloff;
import picocli.CommandLine.Option;

/** The options of {@code timbrel features} that belong to one measure of spectral shape or pitch. */
final class ShapeOptions {
    private static final double CONTRAST_F_MIN = 200;

    @Option(names = "--p", paramLabel = "P", defaultValue = "2", description = "Bandwidth: its order; default 2.")
    private double order;

    @Option(
            names = "--roll-percent",
            paramLabel = "PART",
            defaultValue = "0.85",
            description = "Rolloff: part of the magnitude at or below it; default 0.85.")
    private double rollPercent;

    @Option(
            names = "--n-chroma",
            paramLabel = "N",
            defaultValue = "12",
            description = "Chroma: pitch classes; default 12.")
    private int classes;

    @Option(
            names = "--tuning",
            paramLabel = "PART",
            description = "Chroma: deviation from A440 in parts of a class; default: the sound's own, estimated.")
    private Double tuning;

    @Option(
            names = "--n-bands",
            paramLabel = "N",
            defaultValue = "6",
            description = "Contrast: octaves from --fmin on; default 6.")
    private int octaves;

    @Option(
            names = "--quantile",
            paramLabel = "PART",
            defaultValue = "0.02",
            description = "Contrast: part of a band that is its peak, and its valley; default 0.02.")
    private double quantile;

    @Option(names = "--linear", description = "Contrast: difference of amplitudes in place of decibels.")
    private boolean linear;

    Feature bandwidth(FeatureSettings settings) {
        return new SpectralBandwidth(settings, order);
    }

    Feature rolloff(FeatureSettings settings) {
        return new SpectralRolloff(settings, rollPercent);
    }

    Feature chroma(FeatureSettings settings) {
        return new Chroma(settings, classes, tuning == null ? OptionalDouble.empty() : OptionalDouble.of(tuning));
    }

    /** {@code fMin} null for the default. */
    Feature contrast(FeatureSettings settings, Double fMin) {
        return new SpectralContrast(settings, fMin == null ? CONTRAST_F_MIN : fMin, octaves, quantile, linear);
    }
}
