package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.BinaryOp;

/**
 * Sums, differences, products and quotients over ranges of arrays. What is left over after the last whole vector goes
 * element by element; each of these operations rounds once, so both ways give the same bits.
 */
final class Arithmetic {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Arithmetic() {}

    /** One value. */
    static float apply(BinaryOp op, float a, float b) {
        return switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
        };
    }

    /** y[yAt + i] = op(a[aAt + i], b[bAt + i]); y may be a or b. */
    static void apply(BinaryOp op, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        int whole = Lanes.floor(n);
        switch (op) {
            case ADD -> add(a, aAt, b, bAt, y, yAt, whole);
            case SUBTRACT -> subtract(a, aAt, b, bAt, y, yAt, whole);
            case MULTIPLY -> multiply(a, aAt, b, bAt, y, yAt, whole);
            case DIVIDE -> divide(a, aAt, b, bAt, y, yAt, whole);
        }
        for (int i = whole; i < n; i++) {
            y[yAt + i] = apply(op, a[aAt + i], b[bAt + i]);
        }
    }

    private static void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, aAt + i).add(load(b, bAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void subtract(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, aAt + i).sub(load(b, bAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, aAt + i).mul(load(b, bAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void divide(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, aAt + i).div(load(b, bAt + i)).intoArray(y, yAt + i);
        }
    }

    /** y[yAt + i] = scale x[xAt + i] + shift; y may be x. */
    static void affine(float[] x, int xAt, float scale, float shift, float[] y, int yAt, int n) {
        int whole = Lanes.floor(n);
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
        for (int i = 0; i < whole; i += LANES) {
            load(x, xAt + i).fma(scales, shifts).intoArray(y, yAt + i);
        }
        for (int i = whole; i < n; i++) {
            y[yAt + i] = Math.fma(x[xAt + i], scale, shift);
        }
    }

    /** y[yAt + i] += scale x[xAt + i]. */
    static void addScaled(float[] x, int xAt, float scale, float[] y, int yAt, int n) {
        int whole = Lanes.floor(n);
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        for (int i = 0; i < whole; i += LANES) {
            load(x, xAt + i).fma(scales, load(y, yAt + i)).intoArray(y, yAt + i);
        }
        for (int i = whole; i < n; i++) {
            y[yAt + i] = Math.fma(x[xAt + i], scale, y[yAt + i]);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
