package org.timbrel.engine.backend.reference;

import java.util.Arrays;
import org.timbrel.engine.backend.Pool2dShape;

/** Max pooling, window by window. */
final class ReferencePooling {
    private ReferencePooling() {}

    static void forward(Pool2dShape s, double[] x, double[] y, double[] argmax) {
        for (int n = 0; n < s.n(); n++) {
            for (int ot = 0; ot < s.outT(); ot++) {
                for (int of = 0; of < s.outF(); of++) {
                    for (int c = 0; c < s.c(); c++) {
                        int out = ((n * s.outT() + ot) * s.outF() + of) * s.c() + c;
                        int best = 0;
                        for (int k = 1; k < s.sizeT() * s.sizeF(); k++) {
                            if (x[position(s, n, ot, of, c, k)] > x[position(s, n, ot, of, c, best)]) {
                                best = k;
                            }
                        }
                        y[out] = x[position(s, n, ot, of, c, best)];
                        argmax[out] = best;
                    }
                }
            }
        }
    }

    static void backward(Pool2dShape s, double[] dy, double[] argmax, double[] dx) {
        Arrays.fill(dx, 0, s.inputSize(), 0);
        for (int n = 0; n < s.n(); n++) {
            for (int ot = 0; ot < s.outT(); ot++) {
                for (int of = 0; of < s.outF(); of++) {
                    for (int c = 0; c < s.c(); c++) {
                        int out = ((n * s.outT() + ot) * s.outF() + of) * s.c() + c;
                        dx[position(s, n, ot, of, c, (int) argmax[out])] += dy[out];
                    }
                }
            }
        }
    }

    /** Where in x the k-th place of a window lies. */
    private static int position(Pool2dShape s, int n, int ot, int of, int c, int k) {
        int t = ot * s.strideT() + k / s.sizeF();
        int f = of * s.strideF() + k % s.sizeF();
        return ((n * s.t() + t) * s.f() + f) * s.c() + c;
    }
}
