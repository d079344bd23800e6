package org.timbrel.kernels.opencl;

/** Numbers on their way between Java's arrays and the device, rounded to single precision where they are double. */
final class Transfer {
    private final OpenClQueue queue;
    private float[] staging = new float[0];

    Transfer(OpenClQueue queue) {
        this.queue = queue;
    }

    void write(float[] values, DeviceBuffer to, int offset) {
        if (values.length > 0) {
            queue.write(values, values.length, to.memory(), offset);
        }
    }

    void write(double[] values, DeviceBuffer to, int offset) {
        float[] rounded = staging(values.length);
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        if (values.length > 0) {
            queue.write(rounded, values.length, to.memory(), offset);
        }
    }

    void read(DeviceBuffer from, int offset, float[] values) {
        if (values.length > 0) {
            queue.read(from.memory(), offset, values, values.length);
        }
    }

    void read(DeviceBuffer from, int offset, double[] values) {
        float[] floats = staging(values.length);
        if (values.length > 0) {
            queue.read(from.memory(), offset, floats, values.length);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
    }

    private float[] staging(int n) {
        if (staging.length < n) {
            staging = new float[n];
        }
        return staging;
    }
}
