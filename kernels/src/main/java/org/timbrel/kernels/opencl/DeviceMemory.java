package org.timbrel.kernels.opencl;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/**
 * The memory of a device. Memory of buffers that nobody holds any more is given out again, by size: the garbage collector
 * finds them, and no memory of the device grows without bound. Where there is none left, what is free is given back to
 * the driver, then the collector is asked.
 *
 * <p>Every buffer has some numbers more than was asked for, so that a kernel may read a whole vector, or a whole tile, at its
 * end.
 */
final class DeviceMemory implements AutoCloseable {
    /** Numbers behind each buffer that a kernel may read: more than the widest tile of a matrix product. */
    static final int SLACK = 128;

    private static final int ROUND_TO = 64;
    private static final int COLLECTIONS = 5;
    /** Bytes at which the collector is asked for the first time; later at twice of what was in use then. */
    private static final long FIRST_COLLECTION = 256L << 20;

    private static final long COLLECTION_MILLISECONDS = 50;

    /** Memory that a buffer holds, to be known when the buffer is gone. */
    private static final class Lease extends PhantomReference<DeviceBuffer> {
        final Block block;

        Lease(DeviceBuffer buffer, ReferenceQueue<DeviceBuffer> gone, Block block) {
            super(buffer, gone);
            this.block = block;
        }
    }

    /** A piece of the device's memory. */
    private record Block(cl_mem memory, Pointer pointer, int floats) {
        long bytes() {
            return (long) floats * Float.BYTES;
        }
    }

    private final OpenClQueue queue;
    private final Map<Integer, ArrayDeque<Block>> free = new HashMap<>();
    private final Set<Lease> leases = new HashSet<>();
    private final ReferenceQueue<DeviceBuffer> gone = new ReferenceQueue<>();
    private final long limit;
    private long bytes;
    private long freeBytes;
    private long collectAt = FIRST_COLLECTION;

    /**
     * The memory of the queue's device.
     *
     * @param limit bytes to stay within
     */
    DeviceMemory(OpenClQueue queue, long limit) {
        this.queue = queue;
        this.limit = limit;
    }

    /** A buffer of floats; what is in it is not defined. */
    DeviceBuffer allocate(int length) {
        return allocate(length, false);
    }

    /** Likewise, of halves: two bytes a number. */
    DeviceBuffer allocateHalf(int length) {
        return allocate(length, true);
    }

    private DeviceBuffer allocate(int length, boolean half) {
        takeBack();
        int numbers = Math.addExact(length, SLACK);
        int floats = Math.addExact(half ? (numbers + 1) / 2 : numbers, ROUND_TO - 1) / ROUND_TO * ROUND_TO;
        ArrayDeque<Block> sameSize = free.get(floats);
        Block block = sameSize == null ? null : sameSize.poll();
        if (block == null) {
            block = create(floats);
        } else {
            freeBytes -= block.bytes();
        }
        DeviceBuffer buffer = new DeviceBuffer(block.memory(), block.pointer(), length, half);
        leases.add(new Lease(buffer, gone, block));
        return buffer;
    }

    private Block create(int floats) {
        long wanted = (long) floats * Float.BYTES;
        if (bytes + wanted > collectAt) {
            makeRoom(1);
            collectAt = Math.max(FIRST_COLLECTION, 2 * (bytes + wanted));
        }
        for (int attempt = 0; ; attempt++) {
            if (bytes + wanted <= limit) {
                try {
                    cl_mem memory = CL.clCreateBuffer(queue.context(), CL.CL_MEM_READ_WRITE, wanted, null, null);
                    bytes += wanted;
                    return new Block(memory, Pointer.to(memory), floats);
                } catch (CLException e) {
                    if (!OpenClError.isOutOfMemory(e.getStatus())) {
                        throw OpenClError.failed(e, queue.device().name());
                    }
                }
            }
            if (attempt == COLLECTIONS) {
                throw OpenClError.noMemory(wanted, bytes - freeBytes, queue.device());
            }
            makeRoom(attempt);
        }
    }

    /** Gives free memory back; from the second attempt on the collector is asked first to look for buffers that nobody holds. */
    private void makeRoom(int attempt) {
        queue.finish();
        if (attempt > 0) {
            collect();
        }
        free.values().forEach(blocks -> blocks.forEach(this::release));
        free.clear();
        freeBytes = 0;
    }

    private void collect() {
        System.gc();
        try {
            Thread.sleep(COLLECTION_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        takeBack();
    }

    /** Bytes of buffers that somebody holds; asks the collector. */
    long inUse() {
        collect();
        return bytes - freeBytes;
    }

    private void release(Block block) {
        CL.clReleaseMemObject(block.memory());
        bytes -= block.bytes();
    }

    /** Takes back the memory of buffers that are gone. */
    private void takeBack() {
        for (Reference<?> r = gone.poll(); r != null; r = gone.poll()) {
            Lease lease = (Lease) r;
            leases.remove(lease);
            free.computeIfAbsent(lease.block.floats(), n -> new ArrayDeque<>()).add(lease.block);
            freeBytes += lease.block.bytes();
        }
    }

    /** Bytes of the device that are taken, free ones included. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        leases.forEach(lease -> release(lease.block));
        leases.clear();
        free.values().forEach(blocks -> blocks.forEach(this::release));
        free.clear();
    }
}
