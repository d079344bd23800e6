package org.timbrel.benchmarks.kernels;

/** How far numbers are from those of the {@code reference} backend. */
public final class Closeness {
    /** Share of the largest number by which a float result may be off; the same as for the engine's backends. */
    public static final double TOLERANCE = 2e-5;

    private Closeness() {}

    /** The largest difference, as a share of the largest wanted number; infinity if a number is none. */
    public static double error(double[] wanted, float[] got) {
        double scale = 0;
        double off = 0;
        for (int i = 0; i < wanted.length; i++) {
            double difference = Math.abs(wanted[i] - got[i]);
            off = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(off, difference);
            scale = Math.max(scale, Math.abs(wanted[i]));
        }
        return scale == 0 ? off : off / scale;
    }
}
