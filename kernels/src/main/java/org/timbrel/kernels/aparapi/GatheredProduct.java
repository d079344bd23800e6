package org.timbrel.kernels.aparapi;

import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;

/**
 * A batch of products c[z,i,j] = sum over p of left[z,i,p] right[z,j,p], as a {@link ProductKernel} computes it.
 *
 * @param batch independent products
 * @param left its lines are the rows of c
 * @param right its lines are the columns of c
 */
record GatheredProduct(int batch, Operand left, Operand right) {
    /** c (batch,m,n) from a and b as they are stored. */
    static GatheredProduct of(MatmulShape s, float[] a, float[] b) {
        return new GatheredProduct(
                s.batch(),
                Operand.matrix(a, s.m(), s.k(), !s.transposeA()),
                Operand.matrix(b, s.n(), s.k(), s.transposeB()));
    }

    /** y (n,outT,outF,o): a row is a window of x, a column the weights of a channel of y. */
    static GatheredProduct convolution(Conv2dShape s, float[] x, float[] w) {
        Image image = Image.ofInput(s, x);
        Operand windows = new Operand(
                image.values(),
                image.places(s.n(), s.outT(), s.outF(), s.strideT(), s.strideF()),
                image.window(s.kt(), s.kf()),
                0);
        return new GatheredProduct(1, windows, Operand.matrix(w, s.o(), s.kt() * s.kf() * s.c(), false));
    }

    /** dx: the convolution of dy, with zeros between its numbers where there is a stride, by the weights turned round. */
    static GatheredProduct gradientOfInput(Conv2dShape s, float[] dy, float[] w) {
        Image image = Image.ofOutput(s, dy);
        Operand windows =
                new Operand(image.values(), image.places(s.n(), s.t(), s.f(), 1, 1), image.window(s.kt(), s.kf()), 0);
        int taps = s.kt() * s.kf();
        Operand weights = new Operand(
                w,
                Operand.table(s.c(), c -> c * s.o()),
                Operand.table(taps * s.o(), p -> (taps - 1 - p / s.o()) * s.c() * s.o() + p % s.o()),
                0);
        return new GatheredProduct(1, windows, weights);
    }

    /** dw of each image (n,kt,kf,c,o): a row is what one weight has met. */
    static GatheredProduct gradientOfWeights(Conv2dShape s, float[] x, float[] dy) {
        Image image = Image.ofInput(s, x);
        Operand met = new Operand(
                image.values(),
                image.window(s.kt(), s.kf()),
                image.places(1, s.outT(), s.outF(), s.strideT(), s.strideF()),
                image.size());
        return new GatheredProduct(s.n(), met, Operand.matrix(dy, s.o(), s.outT() * s.outF(), false));
    }
}
