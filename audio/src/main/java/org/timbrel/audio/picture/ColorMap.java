package org.timbrel.audio.picture;

/**
 * A sequence of colours from near black through violet and orange to pale yellow, whose lightness rises evenly, so that
 * equal steps of a value look equal. Between a few control points, chroma and hue are interpolated in Oklab (Ottosson
 * 2020, "A perceptual color space for image processing").
 */
final class ColorMap {
    private static final int STEPS = 256;
    private static final double DARKEST = 0.10;
    private static final double LIGHTEST = 0.98;
    private static final double[] CHROMA = {0.03, 0.13, 0.19, 0.17, 0.06};
    private static final double[] HUE_DEGREES = {280, 300, 355, 410, 465};

    private final int[] colors;

    ColorMap() {
        this(STEPS);
    }

    /** Of fewer colours. */
    ColorMap(int steps) {
        colors = new int[steps];
        for (int i = 0; i < steps; i++) {
            double at = (double) i / (steps - 1);
            double lightness = DARKEST + (LIGHTEST - DARKEST) * at;
            double hue = Math.toRadians(between(HUE_DEGREES, at));
            double chroma = between(CHROMA, at);
            colors[i] = srgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
        }
    }

    /** Colour as 0xRRGGBB of a value from 0 to 1; values beyond take the end's colour. */
    int color(double value) {
        return colors[(int) Math.round(Math.max(0, Math.min(1, value)) * (colors.length - 1))];
    }

    private static double between(double[] points, double at) {
        double place = at * (points.length - 1);
        int left = Math.min((int) place, points.length - 2);
        return points[left] + (points[left + 1] - points[left]) * (place - left);
    }

    private static int srgb(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        int red = channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int green = channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int blue = channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return (red << 16) | (green << 8) | blue;
    }

    private static double cube(double value) {
        return value * value * value;
    }

    private static int channel(double linear) {
        double inside = Math.max(0, Math.min(1, linear));
        double encoded = inside <= 0.0031308 ? 12.92 * inside : 1.055 * Math.pow(inside, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * encoded);
    }
}
