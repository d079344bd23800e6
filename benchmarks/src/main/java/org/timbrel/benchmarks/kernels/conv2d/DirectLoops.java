package org.timbrel.benchmarks.kernels.conv2d;

import org.timbrel.engine.backend.Conv2dShape;

/**
 * Rung 1, direct loops: the definition. Each number of y is the sum over a window of x and all its channels.
 *
 * <pre>
 *    x (T,F,C)                 w (3,3,C,O)          y (T,F,O)
 *    . . . . . .
 *    . # # # . .               # # #                . . . . . .
 *    . # # # . .       times   # # #      =         . . y . . .
 *    . # # # . .               # # #                . . . . . .
 * </pre>
 *
 * What limits it: for one output channel the weights of neighbouring input channels lie O numbers apart, so each one
 * fetches a cache line of its own; each addition waits for the one before; and one lane of a vector is at work.
 */
final class DirectLoops {
    private DirectLoops() {}

    /** y = x * w. */
    static void convolve(Conv2dShape s, float[] x, float[] w, float[] y) {
        for (int row = 0; row < s.n() * s.outT(); row++) {
            int image = row / s.outT();
            int t = row % s.outT() * s.strideT() - s.padT();
            for (int f = 0; f < s.outF(); f++) {
                for (int o = 0; o < s.o(); o++) {
                    y[(row * s.outF() + f) * s.o() + o] = window(s, x, image, t, f * s.strideF() - s.padF(), w, o);
                }
            }
        }
    }

    private static float window(Conv2dShape s, float[] x, int image, int t, int f, float[] w, int o) {
        float sum = 0;
        for (int i = Math.max(0, -t); i < s.kt() && t + i < s.t(); i++) {
            for (int j = Math.max(0, -f); j < s.kf() && f + j < s.f(); j++) {
                int from = ((image * s.t() + t + i) * s.f() + f + j) * s.c();
                int weight = (i * s.kf() + j) * s.c() * s.o() + o;
                for (int c = 0; c < s.c(); c++) {
                    sum += x[from + c] * w[weight + c * s.o()];
                }
            }
        }
        return sum;
    }
}
