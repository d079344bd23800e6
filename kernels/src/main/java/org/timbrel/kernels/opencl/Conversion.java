package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;

/** Copies between buffers of floats and of halves; rounding to half. In {@code elementwise.cl}. */
final class Conversion {
    private final OpenClQueue queue;
    private final KernelFile file;

    Conversion(OpenClQueue queue, Programs programs) {
        this.queue = queue;
        this.file = programs.file("elementwise");
    }

    /** y[i] = x[i] for i below n, rounded if y holds halves. */
    void copy(Buffer x, int xOffset, Buffer y, int yOffset, int n) {
        if (n == 0) {
            return;
        }
        if (x.isHalf() == y.isHalf()) {
            queue.copy(DeviceBuffer.of(x), xOffset, DeviceBuffer.of(y), yOffset, n);
            return;
        }
        KernelFile stored = file.storedAs(y, x);
        Kernel kernel = stored.kernel("convert")
                .with(x)
                .with(xOffset)
                .with(y)
                .with(yOffset)
                .with(n);
        stored.launchVectors(kernel, n);
    }

    /** y[i] = x[i] rounded to half precision; y may be x. */
    void round(Buffer x, Buffer y, int n) {
        if (x.isHalf() || y.isHalf()) {
            if (x != y) {
                copy(x, 0, y, 0, n);
            }
            return;
        }
        Kernel kernel = file.kernel("round_to_half").with(x).with(y).with(n);
        file.launchVectors(kernel, n);
    }

    void fill(Buffer x, double value, int n) {
        if (n == 0) {
            return;
        }
        if (!x.isHalf()) {
            queue.fill(DeviceBuffer.of(x).memory(), (float) value, n);
            return;
        }
        KernelFile stored = file.storedAs(x);
        stored.launchVectors(stored.kernel("fill").with(value).with(x).with(n), n);
    }
}
