package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Convolution by a {@link BriefProduct}: channels of a band of the image are laid apart, each place of the kernel picks its
 * own shifted copy of a channel, and the weights multiply these rows. Positions are the columns, since there are always
 * enough of them for long loops.
 */
final class BriefConv2d {
    /** Columns of a product: the copies of a 3x3 kernel over 64 channels then fit in a usual second-level cache. */
    private static final int COLUMNS = 384;

    private final Workers workers;

    BriefConv2d(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2d}. */
    void forward(Conv2dShape s, float[] x, float[] w, float[] bias, Activation activation, float[] y) {
        int depth = s.kt() * s.kf() * s.c();
        float[] weights = BriefProduct.transposed(w, 0, depth, s.o()); // (O, KT KF C)
        int rows = Math.min(s.outT(), Math.max(1, COLUMNS / s.outF()));
        int parts = Math.min(workers.threads(), s.outT());
        workers.run(s.n() * parts, task -> {
            int image = task / parts;
            int end = s.outT() * (task % parts + 1) / parts;
            Band band = new Band(s, rows);
            for (int t = s.outT() * (task % parts) / parts; t < end; t += rows) {
                band.convolve(x, image, t, Math.min(rows, end - t), weights);
                band.store(bias, activation, y, (image * s.outT() + t) * s.outF() * s.o());
            }
        });
    }

    /** Some rows of the result and what they need. */
    private static final class Band {
        private final Conv2dShape s;
        private final int width;
        private final float[][] planes; // (C, rows * width): the image with zeros beside it
        private final float[][] patches; // (KT KF C, positions)
        private final float[][] sums; // (O, positions)
        private int positions;

        Band(Conv2dShape s, int rows) {
            this.s = s;
            width = Math.max(s.f() + s.padF(), (s.outF() - 1) * s.strideF() + s.kf());
            planes = new float[s.c()][((rows - 1) * s.strideT() + s.kt()) * width];
            patches = new float[s.kt() * s.kf() * s.c()][rows * s.outF()];
            sums = new float[s.o()][rows * s.outF()];
        }

        void convolve(float[] x, int image, int first, int rows, float[] weights) {
            positions = rows * s.outF();
            int top = first * s.strideT() - s.padT();
            int inputRows = (rows - 1) * s.strideT() + s.kt();
            for (int c = 0; c < s.c(); c++) {
                for (int t = 0; t < inputRows; t++) {
                    loadRow(x, image, top + t, c, planes[c], t * width);
                }
            }
            for (int row = 0; row < patches.length; row++) {
                int tap = row / s.c();
                int from = tap / s.kf() * width + tap % s.kf();
                for (int t = 0; t < rows; t++) {
                    int at = from + t * s.strideT() * width;
                    copy(planes[row % s.c()], at, s.strideF(), patches[row], t * s.outF(), s.outF());
                }
            }
            BriefProduct.clear(sums, s.o(), positions);
            BriefProduct.add(weights, 0, patches.length, patches, patches.length, sums, s.o(), positions);
        }

        private void loadRow(float[] x, int image, int t, int c, float[] plane, int at) {
            if (t < 0 || t >= s.t()) {
                Arrays.fill(plane, at, at + width, 0);
            } else {
                copy(x, (image * s.t() + t) * s.f() * s.c() + c, s.c(), plane, at + s.padF(), s.f());
            }
        }

        private static void copy(float[] from, int at, int step, float[] to, int start, int n) {
            if (step == 1) {
                System.arraycopy(from, at, to, start, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                to[start + i] = from[at + i * step];
            }
        }

        void store(float[] bias, Activation activation, float[] y, int at) {
            for (int o = 0; o < s.o(); o++) {
                BriefKernels.finish(sums[o], positions, bias == null ? 0 : bias[o], activation);
                spread(sums[o], y, at + o, s.o(), positions);
            }
        }

        private static void spread(float[] from, float[] to, int at, int step, int n) {
            for (int i = 0; i < n; i++) {
                to[at + i * step] = from[i];
            }
        }
    }
}
