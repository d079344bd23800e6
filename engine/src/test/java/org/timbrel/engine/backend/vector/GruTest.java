package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.GruShape;

/** Threads must not show in the results; the conformance tests compare them with plain loops. */
class GruTest {
    private static final List<GruShape> SHAPES = List.of(
            new GruShape(1, 1, 1, 1),
            new GruShape(3, 5, 4, 7),
            new GruShape(9, 4, 13, 64),
            new GruShape(19, 6, 33, 21),
            new GruShape(2, 35, 3, 32), // several blocks of steps
            new GruShape(3, 3, 130, 200)); // weights beyond the second-level cache

    @Test
    void givesTheSameBitsForAnyNumberOfThreadsAndEveryRepetition() {
        for (GruShape s : SHAPES) {
            float[][] one = null;
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = new Workers(threads)) {
                    for (int repetition = 0; repetition < 100; repetition++) {
                        float[][] other = run(workers, s);
                        one = one == null ? other : one;
                        String what = s + ", " + threads + " threads, repetition " + repetition;
                        for (int i = 0; i < one.length; i++) {
                            assertArrayEquals(one[i], other[i], what + ", result " + i);
                        }
                    }
                }
            }
        }
    }

    /** y, dx, dw, du, db. */
    private static float[][] run(Workers workers, GruShape s) {
        int steps = s.n() * s.t();
        int all = 3 * s.h();
        float[] x = Samples.random(steps * s.d(), 1);
        float[] w = Samples.random(s.d() * all, 2);
        float[] u = Samples.random(s.h() * all, 3);
        float[] b = Samples.random(2 * all, 4);
        float[] dy = Samples.random(steps * s.h(), 5);
        float[] y = new float[steps * s.h()];
        float[] gates = new float[steps * all];
        float[] memory = new float[steps * s.h()];
        float[] dx = new float[steps * s.d()];
        float[] dw = new float[w.length];
        float[] du = new float[u.length];
        float[] db = new float[b.length];
        Gru gru = new Gru(workers, new Gemm(workers));
        gru.forward(s, x, w, u, b, null, y, gates, memory);
        gru.backward(s, x, w, u, null, y, gates, memory, dy, dx, dw, du, db);
        return new float[][] {y, dx, dw, du, db};
    }
}
