package org.timbrel.kernels.opencl;

import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;

/**
 * A kernel that has been built. Arguments are given in their order, then it is launched:
 *
 * <pre>
 * file.launch(file.kernel("affine").with(x).with(2).with(0).with(y).with(n), items);
 * </pre>
 *
 * A launch copies its arguments, so the kernel can be used again at once; nothing is allocated on the way.
 */
public final class Kernel implements AutoCloseable {
    private final OpenClQueue queue;
    private final cl_kernel kernel;
    private final String name;
    private final boolean halves;
    private final int[] integer = new int[1];
    private final float[] real = new float[1];
    private final int[] eight = new int[8];
    private final Pointer toInteger = Pointer.to(integer);
    private final Pointer toReal = Pointer.to(real);
    private final Pointer toEight = Pointer.to(eight);
    private final long[] global = new long[3];
    private final long[] local = new long[3];
    private int next;

    /** @param halves whether an operand may hold halves */
    Kernel(OpenClQueue queue, cl_kernel kernel, String name, boolean halves) {
        this.queue = queue;
        this.kernel = kernel;
        this.name = name;
        this.halves = halves;
    }

    /** A buffer of the same backend. */
    public Kernel with(Buffer buffer) {
        if (buffer.isHalf() && !halves) {
            next = 0;
            throw new IllegalStateException(name + " reads and writes floats, got a buffer of halves");
        }
        return set(Sizeof.cl_mem, DeviceBuffer.of(buffer).pointer());
    }

    /** An {@code int}. */
    public Kernel with(int value) {
        integer[0] = value;
        return set(Sizeof.cl_int, toInteger);
    }

    Kernel with(boolean value) {
        return with(value ? 1 : 0);
    }

    /** A {@code float}. */
    public Kernel with(double value) {
        real[0] = (float) value;
        return set(Sizeof.cl_float, toReal);
    }

    /** The number by which {@code prelude.cl} knows an activation. */
    Kernel with(Activation activation) {
        return with(
                switch (activation) {
                    case NONE -> 0;
                    case RELU -> 1;
                    case SIGMOID -> 2;
                    case TANH -> 3;
                });
    }

    /** Up to eight of the values, from one index to below another, as an int8; what is left of it is {@code rest}. */
    Kernel with(int[] values, int from, int to, int rest) {
        for (int i = 0; i < eight.length; i++) {
            eight[i] = from + i < to ? values[from + i] : rest;
        }
        return set(Sizeof.cl_int8, toEight);
    }

    private Kernel set(long size, Pointer value) {
        CL.clSetKernelArg(kernel, next++, size, value);
        return this;
    }

    /** How many groups, each of which takes {@code each} of {@code n}. */
    public static int groups(int n, int each) {
        return (n + each - 1) / each;
    }

    /** Launches a block of groups, each of {@code itemsX} by {@code itemsY} work-items. */
    public void launch(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY) {
        next = 0;
        if (groupsX == 0 || groupsY == 0 || groupsZ == 0) {
            return;
        }
        local[0] = itemsX;
        local[1] = itemsY;
        local[2] = 1;
        global[0] = (long) groupsX * itemsX;
        global[1] = (long) groupsY * itemsY;
        global[2] = groupsZ;
        queue.launch(kernel, global, local);
    }

    @Override
    public void close() {
        try {
            CL.clReleaseKernel(kernel);
        } catch (CLException e) {
            throw new IllegalStateException("can't give back the kernel " + name, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
