package org.timbrel.kernels.opencl;

import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * A device's context and its one queue, in which everything runs in the order of its calls: a kernel sees what earlier ones
 * wrote, and memory can be used again as soon as its last use is in the queue. Used by one thread at a time.
 */
final class OpenClQueue implements AutoCloseable {
    private final OpenClDevice device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final float[] pattern = new float[1];
    private final Pointer toPattern = Pointer.to(pattern);
    private final Profile profile;
    private boolean closed;

    OpenClQueue(OpenClDevice device) {
        this(device, false);
    }

    /** @param profiled whether the driver takes the time of each command, which costs a little itself */
    @SuppressWarnings("deprecation") // the call that replaced it came with OpenCL 2.0, which not all drivers have
    OpenClQueue(OpenClDevice device, boolean profiled) {
        this.device = device;
        this.profile = profiled ? new Profile() : null;
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        try {
            context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
            long wanted = profiled ? CL.CL_QUEUE_PROFILING_ENABLE : 0;
            queue = CL.clCreateCommandQueue(context, device.id(), wanted, null);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    OpenClDevice device() {
        return device;
    }

    cl_context context() {
        requireOpen();
        return context;
    }

    void launch(cl_kernel kernel, long[] global, long[] local) {
        requireOpen();
        cl_event event = event();
        try {
            CL.clEnqueueNDRangeKernel(queue, kernel, global.length, null, global, local, 0, null, event);
            note(Profile.Kind.RUN, 0, event);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    /** Copies an array to the device, and returns when it has been read. */
    void write(float[] values, int count, cl_mem to, int offset) {
        requireOpen();
        cl_event event = event();
        try {
            CL.clEnqueueWriteBuffer(queue, to, true, bytes(offset), bytes(count), Pointer.to(values), 0, null, event);
            note(Profile.Kind.WRITE, bytes(count), event);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    /** Copies numbers from the device; waits for all that is in the queue. */
    void read(cl_mem from, int offset, float[] values, int count) {
        requireOpen();
        cl_event event = event();
        try {
            CL.clEnqueueReadBuffer(queue, from, true, bytes(offset), bytes(count), Pointer.to(values), 0, null, event);
            note(Profile.Kind.READ, bytes(count), event);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    /** Copies numbers between buffers that store them alike. */
    void copy(DeviceBuffer from, int fromOffset, DeviceBuffer to, int toOffset, int count) {
        requireOpen();
        long size = from.isHalf() ? Sizeof.cl_half : Sizeof.cl_float;
        cl_event event = event();
        try {
            CL.clEnqueueCopyBuffer(
                    queue,
                    from.memory(),
                    to.memory(),
                    size * fromOffset,
                    size * toOffset,
                    size * count,
                    0,
                    null,
                    event);
            note(Profile.Kind.RUN, 0, event);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    void fill(cl_mem x, float value, int count) {
        requireOpen();
        pattern[0] = value;
        cl_event event = event();
        try {
            CL.clEnqueueFillBuffer(queue, x, toPattern, Sizeof.cl_float, 0, bytes(count), 0, null, event);
            note(Profile.Kind.RUN, 0, event);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    /** Waits until the device has done everything. */
    void finish() {
        requireOpen();
        try {
            CL.clFinish(queue);
        } catch (CLException e) {
            throw failed(e);
        }
    }

    /** What the device has spent since it was last asked; only of a profiled queue. */
    DeviceTime takeTime() {
        requireOpen();
        try {
            return profile.take();
        } catch (CLException e) {
            throw failed(e);
        }
    }

    private cl_event event() {
        return profile == null ? null : new cl_event();
    }

    private void note(Profile.Kind kind, long bytes, cl_event event) {
        if (profile != null) {
            profile.add(kind, bytes, event);
        }
    }

    /** A driver answers calls on what has been released with a crash of the whole process. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the backend opencl has been closed; open a new one");
        }
    }

    private RuntimeException failed(CLException e) {
        return OpenClError.failed(e, device.name());
    }

    private static long bytes(int floats) {
        return (long) floats * Float.BYTES;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }
}
