package org.timbrel.benchmarks.kernels.conv2d;

import java.util.Arrays;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.matmul.MatmulKernel;
import org.timbrel.benchmarks.kernels.matmul.Packing;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Rung 2, im2col and product: each window of x is copied out as a row; the rows times the weights, (9 C, O), are y. All
 * that the ladder of the matrix product has reached, here its {@link Packing}, is had for a copy.
 *
 * <pre>
 *    x                         patches (T' F', 9 C)            w (9 C, O)     y
 *    a b c d                   a b c  e f g  i j k             . . .          . . .
 *    e f g h         ->        b c d  f g h  j k l      x      . . .    =     . . .
 *    i j k l                                                   . . .
 * </pre>
 *
 * Channels last, a row of the window is one run of 3 C neighbours, so nine copies of C become three.
 *
 * <p>What limits it: the patches are nine times as large as x. They are written, packed for the product and read; for
 * few output channels that takes longer than the arithmetic.
 */
final class Im2colProduct implements Computation {
    private final MatmulKernel product = new Packing();
    private final Conv2dShape shape;
    private final float[] x;
    private final float[] w;
    private final float[] patches;
    private final float[] image;
    private final float[] y;

    Im2colProduct(Conv2dShape shape, float[] x, float[] w) {
        this.shape = shape;
        this.x = x;
        this.w = w;
        this.patches = new float[positions() * depth()];
        this.image = new float[positions() * shape.o()];
        this.y = new float[shape.outputSize()];
    }

    private int positions() {
        return shape.outT() * shape.outF();
    }

    private int depth() {
        return shape.kt() * shape.kf() * shape.c();
    }

    @Override
    public void run() {
        for (int n = 0; n < shape.n(); n++) {
            copyPatches(n);
            product.multiply(positions(), shape.o(), depth(), patches, w, image);
            System.arraycopy(image, 0, y, n * image.length, image.length);
        }
    }

    private void copyPatches(int n) {
        int run = shape.kf() * shape.c();
        for (int t = 0; t < shape.outT(); t++) {
            for (int f = 0; f < shape.outF(); f++) {
                int to = (t * shape.outF() + f) * depth();
                for (int i = 0; i < shape.kt(); i++) {
                    copyRun(
                            n,
                            t * shape.strideT() - shape.padT() + i,
                            f * shape.strideF() - shape.padF(),
                            to + i * run);
                }
            }
        }
    }

    /** One row of a window, zeros where it lies outside x. */
    private void copyRun(int n, int t, int f, int to) {
        int c = shape.c();
        int end = to + shape.kf() * c;
        if (t < 0 || t >= shape.t()) {
            Arrays.fill(patches, to, end, 0);
            return;
        }
        int before = Math.max(0, -f);
        int inside = Math.min(shape.kf(), shape.f() - f) - before;
        Arrays.fill(patches, to, to + before * c, 0);
        int from = ((n * shape.t() + t) * shape.f() + f + before) * c;
        System.arraycopy(x, from, patches, to + before * c, inside * c);
        Arrays.fill(patches, to + (before + inside) * c, end, 0);
    }

    @Override
    public float[] result() {
        return y;
    }
}
