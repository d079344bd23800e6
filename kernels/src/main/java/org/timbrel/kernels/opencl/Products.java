package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Matrix products and convolutions by the kernels that suit how their operands are stored: halves, and floats if
 * that was asked for, on tensor cores where there are such; everything else by plain kernels, which compute in floats.
 */
final class Products {
    private final TensorCores tensorCores;
    private final Matmul matmul;
    private final Conv2d conv2d;
    private final Reductions reductions;
    private final Scratch scratch;

    Products(TensorCores tensorCores, Matmul matmul, Conv2d conv2d, Reductions reductions, Scratch scratch) {
        this.tensorCores = tensorCores;
        this.matmul = matmul;
        this.conv2d = conv2d;
        this.reductions = reductions;
        this.scratch = scratch;
    }

    TensorCores tensorCores() {
        return tensorCores;
    }

    void multiply(
            MatmulShape shape, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        if (tensorCores.take(a, b)) {
            tensorCores.multiply(shape, a, b, bias, activation, accumulate, c);
            return;
        }
        matmul.multiply(shape, a, b, bias, activation, accumulate, c);
    }

    void convolve(Conv2dShape shape, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        if (tensorCores.take(x, w)) {
            tensorCores.convolve(shape, x, w, bias, activation, y);
            return;
        }
        FloatCopies f = scratch.floats();
        conv2d.forward(shape, x, f.read(w), f.read(bias), activation, y);
    }

    void backwardInput(Conv2dShape shape, Buffer dy, Buffer w, Buffer dx) {
        if (tensorCores.take(dy, w)) {
            tensorCores.backwardInput(shape, dy, w, dx);
            return;
        }
        conv2d.backwardInput(shape, dy, w, dx);
    }

    void backwardWeights(Conv2dShape shape, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        if (tensorCores.take(x, dy)) {
            tensorCores.backwardWeights(shape, x, dy, dw);
            if (dbias != null) {
                reductions.sum(dy, 1, shape.n() * shape.outT() * shape.outF(), shape.o(), dbias);
            }
            return;
        }
        conv2d.backwardWeights(shape, x, dy, dw, dbias);
    }
}
