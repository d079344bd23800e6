package org.timbrel.kernels.aparapi;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.Products;

/**
 * Matrix products and convolutions by one {@link ProductKernel}. Their operands come out of another backend's buffers, the result
 * goes back there, and that backend adds bias and activation. It has no fused kernels, so that every product runs here.
 */
final class AparapiProducts implements Products {
    private final Backend host;
    private final ProductKernel kernel;

    /**
     * Products for the buffers of a backend.
     *
     * @param host in single precision
     * @param kernel translated for the device
     */
    AparapiProducts(Backend host, ProductKernel kernel) {
        this.host = host;
        this.kernel = kernel;
    }

    @Override
    public void matmul(
            MatmulShape s, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        Operand left = Operand.matrix(read(a, s.batch() * s.m() * s.k()), s.m(), s.k(), !s.transposeA());
        Operand right = Operand.matrix(read(b, s.batch() * s.k() * s.n()), s.n(), s.k(), s.transposeB());
        float[] product = kernel.multiply(s.batch(), left, right);
        if (accumulate) {
            Buffer summand = host.allocate(product.length);
            host.write(product, summand, 0);
            host.addScaled(summand, 1, c, product.length);
        } else {
            host.write(product, c, 0);
        }
        finish(c, s.batch() * s.m(), s.n(), bias, activation);
    }

    /** A row of the left side is a window of x, a column of the right one the weights of a channel of y. */
    @Override
    public void conv2d(Conv2dShape s, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        Image image = Image.ofInput(s, read(x, s.inputSize()));
        Operand windows = new Operand(
                image.values(),
                image.places(s.n(), s.outT(), s.outF(), s.strideT(), s.strideF()),
                image.window(s.kt(), s.kf()),
                0);
        Operand weights = Operand.matrix(read(w, s.weightSize()), s.o(), s.kt() * s.kf() * s.c(), false);
        host.write(kernel.multiply(1, windows, weights), y, 0);
        finish(y, s.n() * s.outT() * s.outF(), s.o(), bias, activation);
    }

    /** The convolution of dy, with zeros between its numbers where there is a stride, by the weights turned round. */
    @Override
    public void conv2dBackwardInput(Conv2dShape s, Buffer dy, Buffer w, Buffer dx) {
        Image image = Image.ofOutput(s, read(dy, s.outputSize()));
        Operand windows =
                new Operand(image.values(), image.places(s.n(), s.t(), s.f(), 1, 1), image.window(s.kt(), s.kf()), 0);
        int taps = s.kt() * s.kf();
        Operand weights = new Operand(
                read(w, s.weightSize()),
                Operand.table(s.c(), c -> c * s.o()),
                Operand.table(taps * s.o(), p -> (taps - 1 - p / s.o()) * s.c() * s.o() + p % s.o()),
                0);
        host.write(kernel.multiply(1, windows, weights), dx, 0);
    }

    /** For each image, a row of the left side is what one weight has met; the sum over images comes last. */
    @Override
    public void conv2dBackwardWeights(Conv2dShape s, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        Image image = Image.ofInput(s, read(x, s.inputSize()));
        int pixels = s.outT() * s.outF();
        Operand met = new Operand(
                image.values(),
                image.window(s.kt(), s.kf()),
                image.places(1, s.outT(), s.outF(), s.strideT(), s.strideF()),
                image.size());
        Operand gradients = Operand.matrix(read(dy, s.outputSize()), s.o(), pixels, false);
        float[] ofImages = kernel.multiply(s.n(), met, gradients);
        Buffer partial = host.allocate(ofImages.length);
        host.write(ofImages, partial, 0);
        host.sum(partial, 1, s.n(), s.weightSize(), dw);
        if (dbias != null) {
            host.sum(dy, 1, s.n() * pixels, s.o(), dbias);
        }
    }

    void close() {
        kernel.dispose();
    }

    private float[] read(Buffer from, int n) {
        float[] values = new float[n];
        host.read(from, 0, values);
        return values;
    }

    private void finish(Buffer y, int rows, int columns, Buffer bias, Activation activation) {
        if (bias != null) {
            host.binary(BinaryOp.ADD, Broadcast.of(new int[] {rows, columns}, new int[] {columns}), y, bias, y);
        }
        if (activation != Activation.NONE) {
            host.map(activation.map(), y, y, rows * columns);
        }
    }
}
