package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Pool2dShape;

/** Max pooling: {@code pooling.cl}. */
final class MaxPool2d {
    private final KernelFile file;

    MaxPool2d(Programs programs) {
        file = programs.file("pooling");
    }

    void forward(Pool2dShape s, Buffer x, Buffer y, Buffer argmax) {
        int pixels = s.n() * s.outT() * s.outF();
        KernelFile stored = file.storedAs(y, x, null, argmax);
        Kernel kernel =
                shape(stored.kernel("max_pool"), s, pixels).with(x).with(y).with(argmax);
        stored.launch(kernel, Kernel.groups(s.c(), file.setting("VECTOR")), pixels);
    }

    void backward(Pool2dShape s, Buffer dy, Buffer argmax, Buffer dx) {
        int pixels = s.n() * s.t() * s.f();
        KernelFile stored = file.storedAs(dx, dy, null, argmax);
        Kernel kernel = shape(stored.kernel("max_pool_backward"), s, pixels)
                .with(dy)
                .with(argmax)
                .with(dx);
        stored.launch(kernel, Kernel.groups(s.c(), file.setting("VECTOR")), pixels);
    }

    private static Kernel shape(Kernel kernel, Pool2dShape s, int pixels) {
        return kernel.with(pixels)
                .with(s.outT())
                .with(s.outF())
                .with(s.c())
                .with(s.t())
                .with(s.f())
                .with(s.sizeT())
                .with(s.sizeF())
                .with(s.strideT())
                .with(s.strideF());
    }
}
