package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Convolutions as implicit matrix products, {@code conv2d.cl} and {@code conv2d_weights.cl}, or by {@link Winograd}'s algorithm.
 */
final class Conv2d {
    /**
     * A convolution, or its way back to the input, ready to be run.
     *
     * @param shape from what is read to what is written
     * @param direct kernels that take every product; null for Winograd's algorithm
     * @param weights as the kernels want them; good until another pass is made
     */
    record Pass(Conv2dShape shape, KernelFile direct, Buffer weights) {}

    private final Views views;
    private final Reductions reductions;
    private final Scratch scratch;
    private final OpenClQueue queue;
    private final Winograd winograd;
    private final KernelFile forward;
    private final KernelFile toInput;
    private final KernelFile toInputStrided;
    private final KernelFile toWeights;
    private final KernelFile pooledToWeights;

    Conv2d(Programs programs, OpenClQueue queue, Matmul matmul, Views views, Reductions reductions, Scratch scratch) {
        this.forward = programs.file("conv2d");
        this.toInput = programs.file("conv2d", "-D TO_INPUT=1 -D STRIDED=0");
        this.toInputStrided = programs.file("conv2d", "-D TO_INPUT=1");
        this.toWeights = programs.file("conv2d_weights");
        this.pooledToWeights = programs.file("conv2d_weights", "-D POOLED=1");
        this.queue = queue;
        this.winograd = new Winograd(programs, matmul, scratch);
        this.views = views;
        this.reductions = reductions;
        this.scratch = scratch;
    }

    void forward(Conv2dShape s, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        run(forward(s, w), s.n(), x, 0, bias, activation, y, 0);
    }

    void backwardInput(Conv2dShape s, Buffer dy, Buffer w, Buffer dx) {
        run(toInput(s, w), s.n(), dy, 0, null, Activation.NONE, dx, 0);
    }

    /** The way forward. */
    Pass forward(Conv2dShape s, Buffer w) {
        return winograd.pays(s) ? new Pass(s, null, winograd.weights(s, w, false)) : new Pass(alongRows(s), forward, w);
    }

    /** The way back to the input: from dy (n,outT,outF,o) to dx (n,t,f,c). */
    Pass toInput(Conv2dShape s, Buffer w) {
        Buffer exchanged = scratch.take(Scratch.Use.TRANSPOSED, s.weightSize());
        views.transpose(w, s.kt() * s.kf(), s.c(), s.o(), exchanged); // (kt,kf,o,c)
        // with kernels turned by half a circle it is a convolution like any other
        Conv2dShape turned = back(s, s.kt() - 1 - s.padT(), s.kf() - 1 - s.padF());
        if (winograd.pays(turned)) {
            return new Pass(turned, null, winograd.weights(turned, exchanged, true));
        }
        KernelFile direct = s.strideT() == 1 && s.strideF() == 1 ? toInput : toInputStrided;
        return new Pass(alongRows(back(s, s.padT(), s.padF())), direct, exchanged);
    }

    private static Conv2dShape back(Conv2dShape s, int padT, int padF) {
        return new Conv2dShape(
                s.n(),
                s.outT(),
                s.outF(),
                s.o(),
                s.kt(),
                s.kf(),
                s.c(),
                s.strideT(),
                s.strideF(),
                padT,
                padF,
                s.t(),
                s.f());
    }

    /**
     * The first n numbers that a pass reads: as they are stored, or where it would convert each of them many times, as floats,
     * which are good until the next call.
     */
    Buffer numbers(Pass pass, Buffer from, int n) {
        return pass.direct() == null ? from : scratch.numbers(from, n, pass.direct());
    }

    /**
     * Runs a pass on so many images, the first of which begins at the offset.
     *
     * @param bias of the outputs; null for none
     */
    void run(
            Pass pass,
            int images,
            Buffer from,
            int fromOffset,
            Buffer bias,
            Activation activation,
            Buffer to,
            int toOffset) {
        Conv2dShape s = pass.shape();
        if (pass.direct() == null) {
            winograd.convolve(s, images, from, fromOffset, pass.weights(), bias, activation, to, toOffset);
            return;
        }
        Buffer numbers = numbers(pass, from, fromOffset + images * s.t() * s.f() * s.c());
        KernelFile file = pass.direct().storedAs(to, numbers);
        int pixels = images * s.outT() * s.outF();
        Kernel kernel = file.kernel("conv2d")
                .with(pixels)
                .with(s.outT())
                .with(s.outF())
                .with(s.o())
                .with(s.t())
                .with(s.f())
                .with(s.c())
                .with(s.kt())
                .with(s.kf())
                .with(s.strideT())
                .with(s.strideF())
                .with(s.padT())
                .with(s.padF())
                .with(numbers)
                .with(fromOffset)
                .with(pass.weights())
                .with(zeros(s.c()))
                .with(bias == null ? pass.weights() : bias)
                .with(bias != null)
                .with(activation)
                .with(to)
                .with(toOffset);
        int tileN = file.setting("TILE_N") * file.setting("VECTOR");
        file.launch(kernel, Kernel.groups(s.o(), tileN), Kernel.groups(pixels, file.setting("TILE_M")));
    }

    void backwardWeights(Conv2dShape shape, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        weights(toWeights, alongRows(shape), x, dy, dy, 1, dw);
        if (dbias != null) {
            reductions.sum(dy, 1, shape.n() * shape.outT() * shape.outF(), shape.o(), dbias);
        }
    }

    /**
     * The same where the output was pooled.
     *
     * @param dy (n, outT/2, outF/2, o)
     * @param places where in its window each dy belongs, as in {@code conv_block.cl}
     * @param scale factor of dy
     */
    void backwardWeightsOfPooled(Conv2dShape s, Buffer x, Buffer dy, Buffer places, double scale, Buffer dw) {
        weights(pooledToWeights, s, x, dy, places, scale, dw);
    }

    private void weights(
            KernelFile plain, Conv2dShape s, Buffer images, Buffer dy, Buffer places, double scale, Buffer dw) {
        int rows = s.n() * s.outT();
        Buffer x = scratch.numbers(images, s.inputSize(), plain);
        KernelFile file = plain.storedAs(null, x, dy, places);
        int chunk = Kernel.groups(rows, file.setting("CHUNKS"));
        int chunks = Kernel.groups(rows, chunk);
        Buffer partial = scratch.take(Scratch.Use.PARTIAL_GRADIENTS, chunks * s.weightSize());
        Kernel kernel = file.kernel("conv2d_weights")
                .with(rows)
                .with(s.outT())
                .with(s.outF())
                .with(s.o())
                .with(s.t())
                .with(s.f())
                .with(s.c())
                .with(s.kt())
                .with(s.kf())
                .with(s.strideT())
                .with(s.strideF())
                .with(s.padT())
                .with(s.padF())
                .with(chunk)
                .with(scale)
                .with(x)
                .with(dy)
                .with(places)
                .with(partial);
        int tileN = file.setting("TILE_N") * file.setting("VECTOR");
        int tiles = s.kt() * Kernel.groups(s.kf() * s.c(), file.setting("TILE_M"));
        file.launch(kernel, Kernel.groups(s.o(), tileN), tiles, chunks);
        reductions.sum(partial, 1, chunks, s.weightSize(), dw);
    }

    /** The kernels walk along the axis f; an image of one column is the same memory as one of one row. */
    private static Conv2dShape alongRows(Conv2dShape s) {
        boolean oneColumn = s.f() == 1 && s.kf() == 1 && s.outF() == 1;
        return oneColumn
                ? new Conv2dShape(s.n(), 1, s.t(), s.c(), 1, s.kt(), s.o(), 1, s.strideT(), 0, s.padT(), 1, s.outT())
                : s;
    }

    private Buffer zeros(int n) {
        boolean fresh = scratch.lacks(Scratch.Use.ZEROS, n);
        Buffer zeros = scratch.take(Scratch.Use.ZEROS, n);
        if (fresh) {
            queue.fill(DeviceBuffer.of(zeros).memory(), 0, n);
        }
        return zeros;
    }
}
