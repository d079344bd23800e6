package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Conv2dShape;

class Conv2dTest {
    private static final List<Conv2dShape> SHAPES = List.of(
            Conv2dShape.same(2, 9, 11, 1, 3, 3, 32, 1, 1),
            Conv2dShape.same(1, 60, 70, 1, 3, 3, 48, 1, 1),
            Conv2dShape.same(3, 13, 43, 8, 3, 3, 33, 1, 1),
            Conv2dShape.same(2, 7, 16, 32, 3, 3, 64, 1, 1),
            Conv2dShape.same(2, 40, 70, 40, 3, 3, 5, 1, 1),
            Conv2dShape.valid(2, 12, 14, 3, 5, 5, 17, 1, 1),
            Conv2dShape.valid(1, 6, 6, 20, 1, 1, 40, 1, 1),
            Conv2dShape.same(2, 8, 9, 4, 2, 4, 6, 1, 1),
            Conv2dShape.same(2, 11, 13, 6, 3, 5, 35, 2, 3),
            Conv2dShape.valid(18, 10, 9, 16, 3, 2, 12, 3, 2),
            Conv2dShape.same(1, 5, 7, 2, 1, 1, 3, 2, 2),
            Conv2dShape.same(1, 30, 8, 1, 7, 1, 4, 2, 1));

    /** Large enough for Winograd's algorithm, forward and backward. */
    private static final List<Conv2dShape> WINOGRAD = List.of(
            Conv2dShape.same(3, 23, 30, 16, 3, 3, 48, 1, 1),
            Conv2dShape.valid(2, 31, 26, 32, 3, 3, 16, 1, 1),
            Conv2dShape.same(9, 11, 12, 32, 3, 3, 64, 1, 1),
            Conv2dShape.same(2, 17, 20, 16, 5, 5, 32, 1, 1),
            Conv2dShape.valid(2, 18, 17, 32, 5, 5, 16, 1, 1),
            Conv2dShape.same(3, 20, 21, 56, 3, 3, 56, 1, 1),
            Conv2dShape.valid(2, 23, 31, 17, 3, 3, 33, 1, 1),
            Conv2dShape.same(2, 16, 19, 35, 5, 5, 18, 1, 1),
            Conv2dShape.same(2, 20, 23, 128, 3, 3, 40, 1, 1),
            Conv2dShape.same(1, 12, 44, 128, 3, 3, 64, 1, 1),
            Conv2dShape.valid(2, 23, 20, 144, 3, 3, 112, 1, 1),
            Conv2dShape.valid(2, 15, 21, 128, 5, 5, 130, 1, 1),
            Conv2dShape.valid(33, 6, 6, 130, 3, 3, 118, 1, 1),
            Conv2dShape.same(4, 15, 16, 96, 3, 3, 160, 1, 1));

    private static List<Conv2dShape> shapes() {
        return Stream.concat(SHAPES.stream(), WINOGRAD.stream()).toList();
    }

    @Test
    void winogradIsForLargeImagesOfManyChannels() {
        for (Conv2dShape s : WINOGRAD) {
            assertTrue(WinogradTiles.pay(s.n(), Window.forward(s), s.o()), s.toString());
            assertTrue(WinogradTiles.pay(s.n(), Window.backward(s), s.c()), s.toString());
        }
        Conv2dShape wide = WINOGRAD.get(WINOGRAD.size() - 1);
        assertTrue(WinogradTiles.of(Window.forward(wide)).isWide(wide.n(), wide.o()), wide.toString());
        Conv2dShape few = WINOGRAD.get(WINOGRAD.size() - 2);
        assertTrue(new ConvPlan(few).backThroughTiles, few.toString());
        assertFalse(new ConvPlan(wide).backThroughTiles, wide.toString());
        for (Conv2dShape s : SHAPES) {
            assertFalse(WinogradTiles.pay(s.n(), Window.forward(s), s.o()), s.toString());
        }
    }

    @Test
    void pointsOfDeepLayersLieInBlocks() {
        Conv2dShape inGroups = Conv2dShape.same(2, 20, 23, 128, 3, 3, 40, 1, 1);
        Conv2dShape allTogether = Conv2dShape.same(1, 12, 44, 128, 3, 3, 64, 1, 1);
        assertTrue(WINOGRAD.containsAll(List.of(inGroups, allTogether)), "their results are checked below");
        for (Conv2dShape s : List.of(inGroups, allTogether)) {
            ConvPlan plan = new ConvPlan(s);
            int blocks = PointMicrokernel.COMPUTES ? 2 : 1;
            assertEquals(blocks, plan.forward.winograd().product().in().blocks, s.toString());
            assertEquals(blocks, plan.backward.winograd().product().out().blocks, s.toString());
        }
        WinogradConv2d.Cut groups = new ConvPlan(inGroups).forward.winograd();
        assertTrue(groups.together() < groups.strips(), groups.toString());
        if (PointMicrokernel.COMPUTES) {
            WinogradConv2d.Cut all = new ConvPlan(allTogether).forward.winograd();
            assertEquals(all.strips(), all.together());
        }
    }

    @Test
    void agreesWithPlainLoops() {
        try (Workers workers = new Workers(2)) {
            for (Conv2dShape s : SHAPES) {
                checkForward(workers, s, 1);
                checkBackward(workers, s, 1);
            }
        }
    }

    @Test
    void winogradRoundsAtMostTenTimesAsMuch() {
        try (Workers workers = new Workers(2)) {
            for (Conv2dShape s : WINOGRAD) {
                checkForward(workers, s, 10);
                checkBackward(workers, s, 10);
            }
        }
    }

    private static void checkForward(Workers workers, Conv2dShape s, double factor) {
        float[] x = Samples.random(s.inputSize(), 1);
        float[] w = Samples.random(s.weightSize(), 2);
        float[] bias = Samples.random(s.o(), 3);
        double[] expected = new double[s.outputSize()];
        forEachTerm(s, (xi, wi, yi) -> expected[yi] += (double) x[xi] * w[wi]);
        float[] y = new float[expected.length];
        ConvPlan plan = new ConvPlan(s);
        new Conv2d(workers).forward(plan, x, w, null, Activation.NONE, y);
        Samples.assertClose(expected, y, factor * 1e-5, "forward of " + s);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.max(0, expected[i] + bias[i % s.o()]);
        }
        new Conv2d(workers).forward(plan, x, w, bias, Activation.RELU, y);
        Samples.assertClose(expected, y, factor * 1e-5, "forward with bias and ReLU of " + s);
    }

    private static void checkBackward(Workers workers, Conv2dShape s, double factor) {
        float[] x = Samples.random(s.inputSize(), 1);
        float[] w = Samples.random(s.weightSize(), 2);
        float[] dy = Samples.random(s.outputSize(), 4);
        double[] dx = new double[x.length];
        double[] dw = new double[w.length];
        double[] dbias = new double[s.o()];
        forEachTerm(s, (xi, wi, yi) -> {
            dx[xi] += (double) dy[yi] * w[wi];
            dw[wi] += (double) dy[yi] * x[xi];
        });
        for (int i = 0; i < dy.length; i++) {
            dbias[i % s.o()] += dy[i];
        }
        Gradients actual = Gradients.of(workers, s);
        Samples.assertClose(dx, actual.dx, factor * 1e-5, "gradient of x of " + s);
        Samples.assertClose(dw, actual.dw, factor * 5e-5, "gradient of w of " + s);
        Samples.assertClose(dbias, actual.dbias, factor * 5e-5, "gradient of the bias of " + s);
    }

    private static final class Gradients {
        final float[] dx;
        final float[] dw;
        final float[] dbias;

        private Gradients(Conv2dShape s) {
            dx = new float[s.inputSize()];
            dw = new float[s.weightSize()];
            dbias = new float[s.o()];
        }

        static Gradients of(Workers workers, Conv2dShape s) {
            Gradients g = new Gradients(s);
            float[] dy = Samples.random(s.outputSize(), 4);
            ConvPlan plan = new ConvPlan(s);
            PlainRows gradient = new PlainRows().output(s, dy);
            new Conv2d(workers).backwardInput(plan, gradient, Samples.random(s.weightSize(), 2), g.dx);
            float[] x = Samples.random(s.inputSize(), 1);
            new Conv2dWeightGradient(workers).run(plan, x, gradient, g.dw, g.dbias);
            return g;
        }
    }

    private interface Term {
        void visit(int x, int w, int y);
    }

    /** Visits every product in the definition of the convolution. */
    private static void forEachTerm(Conv2dShape s, Term term) {
        for (int n = 0; n < s.n(); n++) {
            for (int t = 0; t < s.outT(); t++) {
                for (int f = 0; f < s.outF(); f++) {
                    int y = ((n * s.outT() + t) * s.outF() + f) * s.o();
                    forEachTap(s, n, t, f, y, term);
                }
            }
        }
    }

    private static void forEachTap(Conv2dShape s, int n, int t, int f, int y, Term term) {
        for (int i = 0; i < s.kt(); i++) {
            for (int j = 0; j < s.kf(); j++) {
                int row = t * s.strideT() + i - s.padT();
                int column = f * s.strideF() + j - s.padF();
                if (row < 0 || row >= s.t() || column < 0 || column >= s.f()) {
                    continue;
                }
                int x = ((n * s.t() + row) * s.f() + column) * s.c();
                int w = (i * s.kf() + j) * s.c() * s.o();
                for (int c = 0; c < s.c(); c++) {
                    for (int o = 0; o < s.o(); o++) {
                        term.visit(x + c, w + c * s.o() + o, y + o);
                    }
                }
            }
        }
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreadsAndEveryRepetition() {
        for (Conv2dShape s : shapes()) {
            Gradients one = null;
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = new Workers(threads)) {
                    for (int repetition = 0; repetition < 20; repetition++) {
                        Gradients other = Gradients.of(workers, s);
                        one = one == null ? other : one;
                        String what = s + ", " + threads + " threads, repetition " + repetition;
                        assertArrayEquals(one.dx, other.dx, what);
                        assertArrayEquals(one.dw, other.dw, what);
                        assertArrayEquals(one.dbias, other.dbias, what);
                    }
                }
            }
        }
    }
}
