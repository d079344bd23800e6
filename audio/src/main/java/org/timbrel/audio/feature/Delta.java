package org.timbrel.audio.feature;

import java.util.Arrays;
import java.util.List;

/**
 * How a feature changes over time: {@code librosa.feature.delta}, a Savitzky-Golay filter with mode "interp". A
 * polynomial of the derivative's own order is fitted to an odd number of frames; that derivative is the same all along a
 * polynomial, so the frames at the ends, which are not in the middle of any window, take that of the nearest one.
 */
public final class Delta implements Feature {
    private final Feature feature;
    private final int order;
    private final double[] weights;

    /** First derivative over 9 frames. */
    public Delta(Feature feature) {
        this(feature, 9, 1);
    }

    /**
     * Any derivative.
     *
     * @param width frames of a window, odd and at least 3
     * @param order of the derivative, at least 1 and below the width
     * @throws IllegalArgumentException if width or order is not so
     */
    public Delta(Feature feature, int width, int order) {
        if (width < 3 || width % 2 == 0) {
            throw new IllegalArgumentException("width must be odd and at least 3, got " + width + ".");
        }
        if (order < 1 || order >= width) {
            throw new IllegalArgumentException(
                    "the order of a delta must be from 1 to below its width (" + width + "), got " + order + ".");
        }
        this.feature = feature;
        this.order = order;
        this.weights = weights(width, order);
    }

    @Override
    public FeatureSettings settings() {
        return feature.settings();
    }

    @Override
    public int bins() {
        return feature.bins();
    }

    @Override
    public BinMeaning binMeaning() {
        return feature.binMeaning();
    }

    @Override
    public List<String> binNames() {
        return feature.binNames();
    }

    @Override
    public String unit() {
        String unit = feature.unit();
        return (unit.isEmpty() ? "" : unit + " ") + "per frame" + (order == 1 ? "" : " ^ " + order);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there are fewer frames than the width
     */
    @Override
    public Frames compute(float[] samples) {
        Frames input = feature.compute(samples);
        int frames = input.frames();
        if (frames < weights.length) {
            throw new IllegalArgumentException(
                    "a delta over " + weights.length + " frames needs as many, and the sound has " + frames
                            + ": take a longer sound, a smaller width or a smaller hop.");
        }
        int bins = input.bins();
        float[] values = new float[frames * bins];
        for (int frame = 0; frame < frames; frame++) {
            int first = Math.max(0, Math.min(frame - weights.length / 2, frames - weights.length));
            for (int bin = 0; bin < bins; bin++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * input.get(first + i, bin);
                }
                values[frame * bins + bin] = (float) sum;
            }
        }
        return new Frames(frames, bins, values);
    }

    /**
     * Of the least-squares polynomial's leading term, times order!. With polynomials that begin with {@code x^n} and are
     * orthogonal over the window (Gram's), that coefficient is {@code <p_n, y> / <p_n, p_n>}.
     */
    private static double[] weights(int width, int order) {
        double[] before = new double[width];
        double[] polynomial = new double[width];
        Arrays.fill(polynomial, 1);
        double squaresBefore = 1;
        double squares = width;
        double factorial = 1;
        for (int n = 1; n <= order; n++) {
            double[] next = new double[width];
            double squaresNext = 0;
            for (int i = 0; i < width; i++) {
                next[i] = (i - width / 2) * polynomial[i] - squares / squaresBefore * before[i];
                squaresNext += next[i] * next[i];
            }
            before = polynomial;
            polynomial = next;
            squaresBefore = squares;
            squares = squaresNext;
            factorial *= n;
        }
        for (int i = 0; i < width; i++) {
            polynomial[i] *= factorial / squares;
        }
        return polynomial;
    }
}
