package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.LstmShape;

class LstmTest {
    private static final List<LstmShape> SHAPES = List.of(
            new LstmShape(1, 1, 1, 1),
            new LstmShape(3, 5, 4, 7),
            new LstmShape(9, 4, 13, 64),
            new LstmShape(19, 6, 33, 21),
            new LstmShape(8, 1, 5, 16),
            new LstmShape(2, 35, 3, 32), // several blocks of steps
            new LstmShape(3, 3, 130, 200)); // weights beyond the second-level cache

    @Test
    void agreesWithPlainLoops() {
        try (Workers workers = new Workers(2)) {
            for (LstmShape s : SHAPES) {
                PlainLstm plain = new PlainLstm(s);
                plain.forward();
                Run run = Run.of(workers, s);
                Samples.assertClose(plain.y, run.y, 1e-5, "y of " + s);
                plain.backward();
                Samples.assertClose(plain.dx, run.dx, 2e-5, "dx of " + s);
                Samples.assertClose(plain.dw, run.dw, 2e-5, "dw of " + s);
                Samples.assertClose(plain.du, run.du, 2e-5, "du of " + s);
                Samples.assertClose(plain.db, run.db, 2e-5, "db of " + s);
            }
        }
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreadsAndEveryRepetition() {
        for (LstmShape s : SHAPES) {
            Run one = null;
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = new Workers(threads)) {
                    for (int repetition = 0; repetition < 100; repetition++) {
                        Run other = Run.of(workers, s);
                        one = one == null ? other : one;
                        String what = s + ", " + threads + " threads, repetition " + repetition;
                        assertArrayEquals(one.y, other.y, what);
                        assertArrayEquals(one.dx, other.dx, what);
                        assertArrayEquals(one.dw, other.dw, what);
                        assertArrayEquals(one.du, other.du, what);
                        assertArrayEquals(one.db, other.db, what);
                    }
                }
            }
        }
    }

    private static float[] x(LstmShape s) {
        return Samples.random(s.n() * s.t() * s.d(), 1);
    }

    private static float[] w(LstmShape s) {
        return Samples.random(s.d() * 4 * s.h(), 2);
    }

    private static float[] u(LstmShape s) {
        return Samples.random(s.h() * 4 * s.h(), 3);
    }

    private static float[] b(LstmShape s) {
        return Samples.random(4 * s.h(), 4);
    }

    private static float[] dy(LstmShape s) {
        return Samples.random(s.n() * s.t() * s.h(), 5);
    }

    /** What the kernel gives. */
    private static final class Run {
        final float[] y;
        final float[] gates;
        final float[] cells;
        final float[] dx;
        final float[] dw;
        final float[] du;
        final float[] db;

        private Run(LstmShape s) {
            int steps = s.n() * s.t();
            y = new float[steps * s.h()];
            gates = new float[steps * 4 * s.h()];
            cells = new float[steps * s.h()];
            dx = new float[steps * s.d()];
            dw = new float[s.d() * 4 * s.h()];
            du = new float[s.h() * 4 * s.h()];
            db = new float[4 * s.h()];
        }

        static Run of(Workers workers, LstmShape s) {
            Run r = new Run(s);
            Lstm lstm = new Lstm(workers, new Gemm(workers));
            lstm.forward(s, x(s), w(s), u(s), b(s), null, r.y, r.gates, r.cells);
            lstm.backward(s, x(s), w(s), u(s), null, r.y, r.gates, r.cells, dy(s), r.dx, r.dw, r.du, r.db);
            return r;
        }
    }

    /** The definition, step by step in double precision. */
    private static final class PlainLstm {
        final LstmShape s;
        final int h;
        final double[] y;
        final double[] gates;
        final double[] cells;
        final double[] dx;
        final double[] dw;
        final double[] du;
        final double[] db;

        PlainLstm(LstmShape s) {
            this.s = s;
            this.h = s.h();
            int steps = s.n() * s.t();
            y = new double[steps * h];
            gates = new double[steps * 4 * h];
            cells = new double[steps * h];
            dx = new double[steps * s.d()];
            dw = new double[s.d() * 4 * h];
            du = new double[h * 4 * h];
            db = new double[4 * h];
        }

        void forward() {
            for (int n = 0; n < s.n(); n++) {
                for (int t = 0; t < s.t(); t++) {
                    forwardStep(n * s.t() + t, t > 0);
                }
            }
        }

        private void forwardStep(int row, boolean hasPrevious) {
            float[] x = x(s);
            float[] w = w(s);
            float[] u = u(s);
            float[] b = b(s);
            for (int j = 0; j < 4 * h; j++) {
                double sum = b[j];
                for (int k = 0; k < s.d(); k++) {
                    sum += (double) x[row * s.d() + k] * w[k * 4 * h + j];
                }
                for (int k = 0; hasPrevious && k < h; k++) {
                    sum += y[(row - 1) * h + k] * u[k * 4 * h + j];
                }
                gates[row * 4 * h + j] = j / h == 2 ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
            }
            for (int j = 0; j < h; j++) {
                int g = row * 4 * h + j;
                double previous = hasPrevious ? cells[(row - 1) * h + j] : 0;
                cells[row * h + j] = gates[g + h] * previous + gates[g] * gates[g + 2 * h];
                y[row * h + j] = gates[g + 3 * h] * Math.tanh(cells[row * h + j]);
            }
        }

        void backward() {
            for (int n = 0; n < s.n(); n++) {
                double[] dState = new double[h];
                double[] dCell = new double[h];
                for (int t = s.t() - 1; t >= 0; t--) {
                    dState = backwardStep(n * s.t() + t, t > 0, dState, dCell);
                }
            }
        }

        private double[] backwardStep(int row, boolean hasPrevious, double[] dState, double[] dCell) {
            double[] dz = new double[4 * h];
            float[] dy = dy(s);
            for (int j = 0; j < h; j++) {
                int g = row * 4 * h + j;
                double in = gates[g];
                double forget = gates[g + h];
                double candidate = gates[g + 2 * h];
                double out = gates[g + 3 * h];
                double tanh = Math.tanh(cells[row * h + j]);
                double d = dy[row * h + j] + dState[j];
                dCell[j] += d * out * (1 - tanh * tanh);
                dz[j] = dCell[j] * candidate * in * (1 - in);
                dz[h + j] = dCell[j] * (hasPrevious ? cells[(row - 1) * h + j] : 0) * forget * (1 - forget);
                dz[2 * h + j] = dCell[j] * in * (1 - candidate * candidate);
                dz[3 * h + j] = d * tanh * out * (1 - out);
                dCell[j] *= forget;
            }
            return spread(row, hasPrevious, dz);
        }

        private double[] spread(int row, boolean hasPrevious, double[] dz) {
            float[] x = x(s);
            float[] w = w(s);
            float[] u = u(s);
            double[] dPrevious = new double[h];
            for (int j = 0; j < 4 * h; j++) {
                db[j] += dz[j];
                for (int k = 0; k < s.d(); k++) {
                    dw[k * 4 * h + j] += x[row * s.d() + k] * dz[j];
                    dx[row * s.d() + k] += w[k * 4 * h + j] * dz[j];
                }
                for (int k = 0; hasPrevious && k < h; k++) {
                    du[k * 4 * h + j] += y[(row - 1) * h + k] * dz[j];
                    dPrevious[k] += u[k * 4 * h + j] * dz[j];
                }
            }
            return dPrevious;
        }
    }
}
