package org.timbrel.engine.testing;

/**
 * Numbers that look random and are the same bits in Java and in {@code benchmarks/reference/engine/formula.py}: an integer
 * hash divided by a power of two. Multiples of 2^-23, so they are exact in float as well.
 */
public final class Formula {
    private Formula() {}

    /** The number at one index, in [-1, 1). */
    public static double value(int salt, int index) {
        int hash = (index + 1) * 0x9E3779B9 + salt * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 16)) * 0x7FEB352D;
        hash = (hash ^ (hash >>> 15)) * 0x846CA68B;
        hash ^= hash >>> 16;
        return (hash >>> 8) * 0x1p-23 - 1;
    }

    /** The first {@code n} numbers of a salt, times a scale. */
    public static double[] values(int salt, int n, double scale) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = scale * value(salt, i);
        }
        return values;
    }

    /** The first {@code n} numbers of a salt, as floats. */
    public static float[] floats(int salt, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) value(salt, i);
        }
        return values;
    }

    /** Class labels from 0 to below {@code classes}. */
    public static int[] labels(int salt, int n, int classes) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = (int) ((value(salt, i) + 1) * 0.5 * classes);
        }
        return labels;
    }
}
