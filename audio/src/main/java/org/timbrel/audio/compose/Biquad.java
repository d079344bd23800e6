package org.timbrel.audio.compose;

/**
 * A second-order filter at {@link ScoreRenderer#SAMPLE_RATE}, coefficients by Robert Bristow-Johnson's "Audio EQ
 * Cookbook", divided by a0.
 */
public record Biquad(double b0, double b1, double b2, double a1, double a2) {

    /** Raises or lowers a band around {@code hertz} whose width is {@code hertz / q}. */
    static Biquad peak(double hertz, double q, double decibels) {
        double a = StrictMath.pow(10, decibels / 40);
        double w = angle(hertz);
        double cos = StrictMath.cos(w);
        double alpha = StrictMath.sin(w) / (2 * q);
        double a0 = 1 + alpha / a;
        return new Biquad(
                (1 + alpha * a) / a0, -2 * cos / a0, (1 - alpha * a) / a0, -2 * cos / a0, (1 - alpha / a) / a0);
    }

    /** Raises or lowers everything below {@code hertz}; slope 1. */
    static Biquad lowShelf(double hertz, double decibels) {
        return shelf(hertz, decibels, 1);
    }

    /** Raises or lowers everything above {@code hertz}; slope 1. */
    static Biquad highShelf(double hertz, double decibels) {
        return shelf(hertz, decibels, -1);
    }

    /** Cuts everything below {@code hertz}; Q of 1 / sqrt(2). */
    static Biquad highPass(double hertz) {
        double w = angle(hertz);
        double cos = StrictMath.cos(w);
        double alpha = StrictMath.sin(w) / Math.sqrt(2);
        double a0 = 1 + alpha;
        return new Biquad((1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
    }

    /** The cookbook's two shelves differ only in the sign of their terms in cos and of b1 and a1. */
    private static Biquad shelf(double hertz, double decibels, int sign) {
        double a = StrictMath.pow(10, decibels / 40);
        double w = angle(hertz);
        double cos = sign * StrictMath.cos(w);
        double root = 2 * Math.sqrt(a) * StrictMath.sin(w) / Math.sqrt(2);
        double a0 = (a + 1) + (a - 1) * cos + root;
        return new Biquad(
                a * ((a + 1) - (a - 1) * cos + root) / a0,
                sign * 2 * a * ((a - 1) - (a + 1) * cos) / a0,
                a * ((a + 1) - (a - 1) * cos - root) / a0,
                sign * -2 * ((a - 1) + (a + 1) * cos) / a0,
                ((a + 1) + (a - 1) * cos - root) / a0);
    }

    private static double angle(double hertz) {
        return 2 * Math.PI * hertz / ScoreRenderer.SAMPLE_RATE;
    }

    /** Works on {@code samples} in place. */
    void apply(float[] samples) {
        double x1 = 0;
        double x2 = 0;
        double y1 = 0;
        double y2 = 0;
        for (int i = 0; i < samples.length; i++) {
            double x = samples[i];
            double y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
            x2 = x1;
            x1 = x;
            y2 = y1;
            y1 = y;
            samples[i] = (float) y;
        }
    }
}
