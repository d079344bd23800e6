package org.timbrel.kernels.opencl;

import org.jocl.Pointer;
import org.jocl.cl_mem;
import org.timbrel.engine.backend.Buffer;

/** Numbers on a device. {@link DeviceMemory} takes the memory back when nobody holds this object any more. */
final class DeviceBuffer implements Buffer {
    private final cl_mem memory;
    private final Pointer pointer;
    private final int length;
    private final boolean half;

    DeviceBuffer(cl_mem memory, Pointer pointer, int length, boolean half) {
        this.memory = memory;
        this.pointer = pointer;
        this.length = length;
        this.half = half;
    }

    static DeviceBuffer of(Buffer buffer) {
        return (DeviceBuffer) buffer;
    }

    cl_mem memory() {
        return memory;
    }

    /** The memory as a kernel's argument. */
    Pointer pointer() {
        return pointer;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isHalf() {
        return half;
    }
}
