package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Winograd's minimal filtering (Winograd, 1980; Lavin and Gray, 2016) along one axis, with tiles of six: m outputs of a kernel
 * of k = 7 - m taps cost six multiplications in place of m k. In two dimensions, one axis after the other, a 3 x 3 kernel takes
 * 36 multiplications for 16 outputs in place of 144, a 5 x 5 one 36 for 4 in place of 100.
 *
 * <pre>
 * y = A'[(G g) * (B' x)]     x six inputs, g kernel, * number by number, ' transposed
 * </pre>
 *
 * <p>Input, kernel and output are taken as polynomials, of which the transforms are the values at six points: 0, p, -p, q, -q
 * and infinity. With p = sqrt(1/2) and q = sqrt(2) the numbers of the matrices stay near 1, which keeps more digits than the
 * usual 1 and 2. With M(x) = x (x^2 - p^2) (x^2 - q^2), a row of B' are the coefficients of M(x) / (x - point), a row of G
 * the powers of the point over M'(point), a column of A' the powers of the point.
 *
 * <p>Every method works on runs of neighbours: element i of the six inputs lies at {@code at + i} and each {@code step}
 * further on. Runs are a vector long or longer; what is left over at the end of one is done with the numbers before it, some of
 * them for a second time, to the same result.
 */
final class WinogradTransform {
    /** Inputs of a tile along one axis, and so numbers of its transform. */
    static final int SIZE = 6;

    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private static final float P2 = 0.5f;
    private static final float Q2 = 2;
    private static final float P = (float) Math.sqrt(0.5);
    private static final float Q = (float) Math.sqrt(2);
    private static final float P3 = P * P2;
    private static final float Q3 = Q * Q2;

    private static final float[][] THREE_TAPS = makeKernel(3);
    private static final float[][] FIVE_TAPS = makeKernel(5);

    private WinogradTransform() {}

    /** Outputs of a tile along one axis for a kernel of so many taps. */
    static int outputs(int taps) {
        return SIZE + 1 - taps;
    }

    /** G, a row for each point, for a kernel of 3 or 5 taps; not to be written to. */
    static float[][] kernel(int taps) {
        return taps == 3 ? THREE_TAPS : FIVE_TAPS;
    }

    private static float[][] makeKernel(int taps) {
        double[] points = {0, Math.sqrt(0.5), -Math.sqrt(0.5), Math.sqrt(2), -Math.sqrt(2)};
        double[] derivatives = {1, -1.5, -1.5, 6, 6};
        float[][] g = new float[SIZE][taps];
        for (int row = 0; row < points.length; row++) {
            for (int i = 0; i < taps; i++) {
                g[row][i] = (float) (StrictMath.pow(points[row], i) / derivatives[row]);
            }
        }
        g[SIZE - 1][taps - 1] = 1;
        return g;
    }

    /** G w for a kernel of 3 or 5 taps, to six; g is that of {@link #kernel(int)}. */
    static void kernel(float[] w, int at, int step, float[] u, int to, int uStep, int n, float[][] g) {
        System.arraycopy(w, at, u, to, n);
        int last = g[0].length - 1;
        for (int row = 1; row < SIZE - 1; row++) {
            if (last == 2) {
                threeTaps(w, at, step, u, to + row * uStep, n, g[row]);
            } else {
                fiveTaps(w, at, step, u, to + row * uStep, n, g[row]);
            }
        }
        System.arraycopy(w, at + last * step, u, to + (SIZE - 1) * uStep, n);
    }

    private static void threeTaps(float[] w, int at, int step, float[] u, int to, int n, float[] g) {
        FloatVector g1 = FloatVector.broadcast(SPECIES, g[1]);
        FloatVector g2 = FloatVector.broadcast(SPECIES, g[2]);
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            FloatVector sum = FloatVector.fromArray(SPECIES, w, at + i).mul(g[0]);
            sum = FloatVector.fromArray(SPECIES, w, at + i + step).fma(g1, sum);
            FloatVector.fromArray(SPECIES, w, at + i + 2 * step).fma(g2, sum).intoArray(u, to + i);
        }
    }

    private static void fiveTaps(float[] w, int at, int step, float[] u, int to, int n, float[] g) {
        FloatVector g1 = FloatVector.broadcast(SPECIES, g[1]);
        FloatVector g2 = FloatVector.broadcast(SPECIES, g[2]);
        FloatVector g3 = FloatVector.broadcast(SPECIES, g[3]);
        FloatVector g4 = FloatVector.broadcast(SPECIES, g[4]);
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            FloatVector sum = FloatVector.fromArray(SPECIES, w, at + i).mul(g[0]);
            sum = FloatVector.fromArray(SPECIES, w, at + i + step).fma(g1, sum);
            sum = FloatVector.fromArray(SPECIES, w, at + i + 2 * step).fma(g2, sum);
            sum = FloatVector.fromArray(SPECIES, w, at + i + 3 * step).fma(g3, sum);
            FloatVector.fromArray(SPECIES, w, at + i + 4 * step).fma(g4, sum).intoArray(u, to + i);
        }
    }

    /** B' x: six to six. */
    static void input(float[] x, int at, int step, float[] y, int to, int yStep, int n) {
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            int from = at + i;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + step);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 4 * step);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, from + 5 * step);
            FloatVector middle = FloatVector.broadcast(SPECIES, -(P2 + Q2));
            FloatVector lessP = FloatVector.broadcast(SPECIES, -P2);
            FloatVector lessQ = FloatVector.broadcast(SPECIES, -Q2);
            int target = to + i;
            x2.fma(middle, x0.add(x4)).intoArray(y, target);
            x3.fma(middle, x1.add(x5)).intoArray(y, target + 5 * yStep);
            FloatVector even = x2.fma(lessQ, x4);
            FloatVector odd = x1.fma(lessQ, x3).mul(P);
            even.add(odd).intoArray(y, target + yStep);
            even.sub(odd).intoArray(y, target + 2 * yStep);
            even = x2.fma(lessP, x4);
            odd = x1.fma(lessP, x3).mul(Q);
            even.add(odd).intoArray(y, target + 3 * yStep);
            even.sub(odd).intoArray(y, target + 4 * yStep);
        }
    }

    /** B y: six to six; the way back of {@link #input}. */
    static void inputBack(float[] dy, int at, int step, float[] x, int to, int xStep, int n) {
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            int from = at + i;
            FloatVector y0 = FloatVector.fromArray(SPECIES, dy, from);
            FloatVector y1 = FloatVector.fromArray(SPECIES, dy, from + step);
            FloatVector y2 = FloatVector.fromArray(SPECIES, dy, from + 2 * step);
            FloatVector y3 = FloatVector.fromArray(SPECIES, dy, from + 3 * step);
            FloatVector y4 = FloatVector.fromArray(SPECIES, dy, from + 4 * step);
            FloatVector y5 = FloatVector.fromArray(SPECIES, dy, from + 5 * step);
            FloatVector middle = FloatVector.broadcast(SPECIES, -(P2 + Q2));
            FloatVector lessP = FloatVector.broadcast(SPECIES, -P2);
            FloatVector lessQ = FloatVector.broadcast(SPECIES, -Q2);
            int target = to + i;
            FloatVector evenP = y1.add(y2);
            FloatVector oddP = y1.sub(y2).mul(P);
            FloatVector evenQ = y3.add(y4);
            FloatVector oddQ = y3.sub(y4).mul(Q);
            y0.intoArray(x, target);
            oddQ.fma(lessP, oddP.fma(lessQ, y5)).intoArray(x, target + xStep);
            evenQ.fma(lessP, evenP.fma(lessQ, y0.mul(middle))).intoArray(x, target + 2 * xStep);
            y5.fma(middle, oddP.add(oddQ)).intoArray(x, target + 3 * xStep);
            y0.add(evenP).add(evenQ).intoArray(x, target + 4 * xStep);
            y5.intoArray(x, target + 5 * xStep);
        }
    }

    /** A' x: six to {@code outputs}, 4 or 2. */
    static void output(float[] x, int at, int step, float[] y, int to, int yStep, int n, int outputs) {
        if (outputs == 4) {
            fourOutputs(x, at, step, y, to, yStep, n);
        } else {
            twoOutputs(x, at, step, y, to, yStep, n);
        }
    }

    private static void fourOutputs(float[] x, int at, int step, float[] y, int to, int yStep, int n) {
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            int from = at + i;
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + step);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 4 * step);
            FloatVector evenP = x1.add(x2);
            FloatVector oddP = x1.sub(x2);
            FloatVector evenQ = x3.add(x4);
            FloatVector oddQ = x3.sub(x4);
            int target = to + i;
            FloatVector.fromArray(SPECIES, x, from).add(evenP).add(evenQ).intoArray(y, target);
            oddQ.fma(FloatVector.broadcast(SPECIES, Q), oddP.mul(P)).intoArray(y, target + yStep);
            evenQ.fma(FloatVector.broadcast(SPECIES, Q2), evenP.mul(P2)).intoArray(y, target + 2 * yStep);
            FloatVector last = FloatVector.fromArray(SPECIES, x, from + 5 * step);
            oddQ.fma(FloatVector.broadcast(SPECIES, Q3), oddP.mul(P3)).add(last).intoArray(y, target + 3 * yStep);
        }
    }

    private static void twoOutputs(float[] x, int at, int step, float[] y, int to, int yStep, int n) {
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            int from = at + i;
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + step);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 4 * step);
            FloatVector first = FloatVector.fromArray(SPECIES, x, from);
            FloatVector last = FloatVector.fromArray(SPECIES, x, from + 5 * step);
            first.add(x1.add(x2)).add(x3.add(x4)).intoArray(y, to + i);
            FloatVector odd = x1.sub(x2).mul(P);
            x3.sub(x4).fma(FloatVector.broadcast(SPECIES, Q), odd).add(last).intoArray(y, to + i + yStep);
        }
    }

    /** A y: {@code outputs}, 4 or 2, to six; the way back of {@link #output}. */
    static void outputBack(float[] dy, int at, int step, float[] x, int to, int xStep, int n, int outputs) {
        if (outputs == 4) {
            fourBack(dy, at, step, x, to, xStep, n);
        } else {
            twoBack(dy, at, step, x, to, xStep, n);
        }
    }

    private static void fourBack(float[] dy, int at, int step, float[] x, int to, int xStep, int n) {
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            int from = at + i;
            FloatVector y0 = FloatVector.fromArray(SPECIES, dy, from);
            FloatVector y1 = FloatVector.fromArray(SPECIES, dy, from + step);
            FloatVector y2 = FloatVector.fromArray(SPECIES, dy, from + 2 * step);
            FloatVector y3 = FloatVector.fromArray(SPECIES, dy, from + 3 * step);
            int target = to + i;
            y0.intoArray(x, target);
            FloatVector even = y2.fma(FloatVector.broadcast(SPECIES, P2), y0);
            FloatVector odd = y3.fma(FloatVector.broadcast(SPECIES, P3), y1.mul(P));
            even.add(odd).intoArray(x, target + xStep);
            even.sub(odd).intoArray(x, target + 2 * xStep);
            even = y2.fma(FloatVector.broadcast(SPECIES, Q2), y0);
            odd = y3.fma(FloatVector.broadcast(SPECIES, Q3), y1.mul(Q));
            even.add(odd).intoArray(x, target + 3 * xStep);
            even.sub(odd).intoArray(x, target + 4 * xStep);
            y3.intoArray(x, target + 5 * xStep);
        }
    }

    private static void twoBack(float[] dy, int at, int step, float[] x, int to, int xStep, int n) {
        for (int v = 0; v < Lanes.vectors(n); v++) {
            int i = Math.min(v * LANES, n - LANES);
            FloatVector y0 = FloatVector.fromArray(SPECIES, dy, at + i);
            FloatVector y1 = FloatVector.fromArray(SPECIES, dy, at + i + step);
            int target = to + i;
            y0.intoArray(x, target);
            FloatVector odd = y1.mul(P);
            y0.add(odd).intoArray(x, target + xStep);
            y0.sub(odd).intoArray(x, target + 2 * xStep);
            odd = y1.mul(Q);
            y0.add(odd).intoArray(x, target + 3 * xStep);
            y0.sub(odd).intoArray(x, target + 4 * xStep);
            y1.intoArray(x, target + 5 * xStep);
        }
    }
}
