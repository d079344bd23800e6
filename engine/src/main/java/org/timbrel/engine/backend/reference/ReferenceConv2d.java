package org.timbrel.engine.backend.reference;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Conv2dShape;

/** The convolution by its definition, {@link Conv2dShape}: seven nested loops, three times. */
final class ReferenceConv2d {
    private ReferenceConv2d() {}

    /** What one product of the sum joins: positions in x, w and y. */
    private interface Term {
        void visit(int x, int w, int y);
    }

    private static void forEachTerm(Conv2dShape s, Term term) {
        for (int n = 0; n < s.n(); n++) {
            for (int ot = 0; ot < s.outT(); ot++) {
                for (int of = 0; of < s.outF(); of++) {
                    int y = ((n * s.outT() + ot) * s.outF() + of) * s.o();
                    for (int i = 0; i < s.kt(); i++) {
                        int t = ot * s.strideT() + i - s.padT();
                        for (int j = 0; j < s.kf(); j++) {
                            int f = of * s.strideF() + j - s.padF();
                            if (t >= 0 && t < s.t() && f >= 0 && f < s.f()) {
                                int x = ((n * s.t() + t) * s.f() + f) * s.c();
                                forEachChannelPair(s, x, (i * s.kf() + j) * s.c() * s.o(), y, term);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void forEachChannelPair(Conv2dShape s, int x, int w, int y, Term term) {
        for (int c = 0; c < s.c(); c++) {
            for (int o = 0; o < s.o(); o++) {
                term.visit(x + c, w + c * s.o() + o, y + o);
            }
        }
    }

    static void forward(Conv2dShape s, double[] x, double[] w, double[] bias, Activation activation, double[] y) {
        Arrays.fill(y, 0, s.outputSize(), 0);
        forEachTerm(s, (ix, iw, iy) -> y[iy] += x[ix] * w[iw]);
        for (int i = 0; i < s.outputSize(); i++) {
            y[i] = ReferenceMatmul.finish(y[i], bias, i % s.o(), activation);
        }
    }

    static void backwardInput(Conv2dShape s, double[] dy, double[] w, double[] dx) {
        Arrays.fill(dx, 0, s.inputSize(), 0);
        forEachTerm(s, (ix, iw, iy) -> dx[ix] += dy[iy] * w[iw]);
    }

    static void backwardWeights(Conv2dShape s, double[] x, double[] dy, double[] dw, double[] dbias) {
        Arrays.fill(dw, 0, s.weightSize(), 0);
        forEachTerm(s, (ix, iw, iy) -> dw[iw] += x[ix] * dy[iy]);
        if (dbias != null) {
            ReferenceReductions.sum(dy, 1, s.outputSize() / s.o(), s.o(), dbias);
        }
    }
}
