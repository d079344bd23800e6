package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;

/** Numbers on their way between Java's arrays and the device, rounded to the precision in which they are stored. */
final class Transfer {
    private final OpenClQueue queue;
    private final Scratch scratch;
    private float[] staging = new float[0];

    Transfer(OpenClQueue queue, Scratch scratch) {
        this.queue = queue;
        this.scratch = scratch;
    }

    void write(float[] values, Buffer to, int offset) {
        write(values, values.length, to, offset);
    }

    void write(double[] values, Buffer to, int offset) {
        float[] rounded = staging(values.length);
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        write(rounded, values.length, to, offset);
    }

    private void write(float[] values, int n, Buffer to, int offset) {
        if (n > 0) {
            FloatCopies floats = scratch.floats();
            queue.write(values, n, DeviceBuffer.of(floats.changed(to)).memory(), offset);
            floats.store();
        }
    }

    void read(Buffer from, int offset, float[] values) {
        read(from, offset, values, values.length);
    }

    void read(Buffer from, int offset, double[] values) {
        float[] floats = staging(values.length);
        read(from, offset, floats, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
    }

    private void read(Buffer from, int offset, float[] values, int n) {
        if (n > 0) {
            queue.read(DeviceBuffer.of(scratch.floats().read(from)).memory(), offset, values, n);
        }
    }

    private float[] staging(int n) {
        if (staging.length < n) {
            staging = new float[n];
        }
        return staging;
    }
}
