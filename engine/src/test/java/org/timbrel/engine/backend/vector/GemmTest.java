package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

class GemmTest {
    private static final List<MatmulShape> SHAPES = List.of(
            MatmulShape.plain(1, 1, 1),
            MatmulShape.plain(3, 5, 7),
            MatmulShape.plain(1, 10, 64),
            MatmulShape.plain(32, 256, 64),
            MatmulShape.plain(43, 37, 19),
            MatmulShape.plain(67, 33, 300),
            MatmulShape.plain(130, 129, 1100),
            new MatmulShape(1, 11, 13, 17, true, false),
            new MatmulShape(1, 45, 70, 29, false, true),
            new MatmulShape(1, 31, 65, 33, true, true),
            new MatmulShape(1, 253, 131, 521, true, false),
            new MatmulShape(1, 261, 270, 259, false, true),
            new MatmulShape(1, 970, 41, 520, true, true),
            new MatmulShape(1, 70, 2100, 130, false, false),
            MatmulShape.plain(97, 2100, 131),
            MatmulShape.plain(1201, 64, 5),
            MatmulShape.plain(345, 100, 523),
            MatmulShape.plain(161, 20, 301),
            new MatmulShape(1, 13, 1100, 270, true, true),
            new MatmulShape(2, 200, 210, 209, false, false),
            new MatmulShape(2, 25, 1500, 257, true, false),
            new MatmulShape(5, 9, 35, 6, false, false),
            new MatmulShape(3, 14, 6, 50, true, false),
            new MatmulShape(4, 12, 12, 40, false, true));

    @Test
    void agreesWithPlainLoops() {
        try (Workers workers = new Workers(2)) {
            Gemm gemm = new Gemm(workers);
            for (MatmulShape s : SHAPES) {
                for (Activation activation : Activation.values()) {
                    for (boolean accumulate : new boolean[] {false, true}) {
                        check(gemm, s, activation, accumulate, activation != Activation.TANH);
                    }
                }
            }
        }
    }

    private static void check(Gemm gemm, MatmulShape s, Activation activation, boolean accumulate, boolean withBias) {
        float[] a = Samples.random(s.batch() * s.m() * s.k(), 1);
        float[] b = Samples.random(s.batch() * s.k() * s.n(), 2);
        float[] c = Samples.random(s.batch() * s.m() * s.n(), 3);
        float[] bias = withBias ? Samples.random(s.n(), 4) : null;
        double[] expected = plain(s, a, b, bias, activation, accumulate, c);
        gemm.multiply(s, a, b, bias, activation, accumulate, c);
        // rounding errors of a sum of k terms grow with its root
        double tolerance = 2e-6 * Math.sqrt(s.k() + 10);
        Samples.assertClose(expected, c, tolerance, s + " " + activation + " accumulate " + accumulate);
    }

    static double[] plain(
            MatmulShape s, float[] a, float[] b, float[] bias, Activation activation, boolean accumulate, float[] c) {
        double[] result = new double[s.batch() * s.m() * s.n()];
        for (int p = 0; p < s.batch(); p++) {
            int aAt = p * s.m() * s.k();
            int bAt = p * s.k() * s.n();
            for (int i = 0; i < s.m(); i++) {
                for (int j = 0; j < s.n(); j++) {
                    int at = (p * s.m() + i) * s.n() + j;
                    double sum = (accumulate ? c[at] : 0) + (bias == null ? 0 : bias[j]);
                    for (int k = 0; k < s.k(); k++) {
                        double x = a[aAt + (s.transposeA() ? k * s.m() + i : i * s.k() + k)];
                        sum += x * b[bAt + (s.transposeB() ? j * s.k() + k : k * s.n() + j)];
                    }
                    result[at] = activate(activation, sum);
                }
            }
        }
        return result;
    }

    static double activate(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
        };
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() {
        for (MatmulShape s : SHAPES) {
            float[] one = run(s, 1);
            assertArrayEquals(one, run(s, 2), s + " with 2 threads");
            assertArrayEquals(one, run(s, 3), s + " with 3 threads");
        }
    }

    @Test
    void isOneChainOfMultiplyAddsHoweverItIsCut() {
        try (Workers workers = new Workers(2)) {
            for (MatmulShape s : SHAPES) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    float[] a = Samples.random(s.batch() * s.m() * s.k(), 1);
                    float[] b = Samples.random(s.batch() * s.k() * s.n(), 2);
                    float[] c = Samples.random(s.batch() * s.m() * s.n(), 3);
                    float[] expected = chains(s, a, b, accumulate ? c : new float[c.length]);
                    new Gemm(workers).multiply(s, a, b, null, Activation.NONE, accumulate, c);
                    assertArrayEquals(expected, c, s + " accumulate " + accumulate);
                }
            }
        }
    }

    private static float[] chains(MatmulShape s, float[] a, float[] b, float[] begin) {
        float[] result = new float[begin.length];
        for (int at = 0; at < result.length; at++) {
            int p = at / (s.m() * s.n());
            int i = at / s.n() % s.m();
            int j = at % s.n();
            int aAt = p * s.m() * s.k() + (s.transposeA() ? i : i * s.k());
            int bAt = p * s.k() * s.n() + (s.transposeB() ? j * s.k() : j);
            float sum = begin[at];
            for (int k = 0; k < s.k(); k++) {
                sum = Math.fma(
                        a[aAt + k * (s.transposeA() ? s.m() : 1)], b[bAt + k * (s.transposeB() ? 1 : s.n())], sum);
            }
            result[at] = sum;
        }
        return result;
    }

    private static float[] run(MatmulShape s, int threads) {
        try (Workers workers = new Workers(threads)) {
            float[] c = new float[s.batch() * s.m() * s.n()];
            float[] a = Samples.random(s.batch() * s.m() * s.k(), 1);
            float[] b = Samples.random(s.batch() * s.k() * s.n(), 2);
            new Gemm(workers).multiply(s, a, b, null, Activation.SIGMOID, false, c);
            return c;
        }
    }

    @Test
    void givesTheSameBitsBeforeAndAfterCompilation() {
        MatmulShape s = new MatmulShape(1, 41, 70, 37, true, false);
        MatmulShape small = MatmulShape.plain(29, 45, 31);
        float[] first = run(s, 1);
        float[] firstSmall = run(small, 1);
        for (int i = 0; i < 2_000; i++) {
            assertArrayEquals(first, run(s, 1), "call " + i);
            assertArrayEquals(firstSmall, run(small, 1), "call " + i);
        }
    }
}
