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
        float[] product = kernel.multiply(
                GatheredProduct.of(s, read(a, s.batch() * s.m() * s.k()), read(b, s.batch() * s.k() * s.n())));
        if (accumulate) {
            Buffer summand = host.allocate(product.length);
            host.write(product, summand, 0);
            host.addScaled(summand, 1, c, product.length);
        } else {
            host.write(product, c, 0);
        }
        finish(c, s.batch() * s.m(), s.n(), bias, activation);
    }

    @Override
    public void conv2d(Conv2dShape s, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        float[] images = read(x, s.inputSize());
        host.write(kernel.multiply(GatheredProduct.convolution(s, images, read(w, s.weightSize()))), y, 0);
        finish(y, s.n() * s.outT() * s.outF(), s.o(), bias, activation);
    }

    @Override
    public void conv2dBackwardInput(Conv2dShape s, Buffer dy, Buffer w, Buffer dx) {
        float[] gradient = read(dy, s.outputSize());
        host.write(kernel.multiply(GatheredProduct.gradientOfInput(s, gradient, read(w, s.weightSize()))), dx, 0);
    }

    /** For each image by itself, which gives the device enough to do; the sum over images comes last. */
    @Override
    public void conv2dBackwardWeights(Conv2dShape s, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        float[] ofImages =
                kernel.multiply(GatheredProduct.gradientOfWeights(s, read(x, s.inputSize()), read(dy, s.outputSize())));
        Buffer partial = host.allocate(ofImages.length);
        host.write(ofImages, partial, 0);
        host.sum(partial, 1, s.n(), s.weightSize(), dw);
        if (dbias != null) {
            host.sum(dy, 1, s.n() * s.outT() * s.outF(), s.o(), dbias);
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
