package org.timbrel.kernels.opencl;

import java.util.Arrays;
import org.timbrel.engine.backend.Buffer;

/**
 * Halves as floats, for operations whose kernels know floats alone:
 *
 * <pre>
 * FloatCopies floats = copies.open();
 * launch(floats.read(x), floats.written(y));
 * floats.store();
 * </pre>
 *
 * Buffers of floats are handed through. The copies lie in scratch memory that all operations share, so one operation must be
 * done before the next begins.
 */
final class FloatCopies {
    private final DeviceMemory memory;
    private final Conversion conversion;
    private final DeviceBuffer[] copies = new DeviceBuffer[16];
    private final Buffer[] changed = new Buffer[16];
    private int used;

    FloatCopies(DeviceMemory memory, Conversion conversion) {
        this.memory = memory;
        this.conversion = conversion;
    }

    /** Begins an operation. */
    FloatCopies open() {
        Arrays.fill(changed, null);
        used = 0;
        return this;
    }

    /** What an operation only reads, as floats; null for null. */
    Buffer read(Buffer x) {
        return isHalf(x) ? filled(x) : x;
    }

    /** Room for what an operation writes from the beginning to the end; null for null. */
    Buffer written(Buffer y) {
        return isHalf(y) ? stored(y, room(y)) : y;
    }

    /** What an operation changes in part, as floats; null for null. */
    Buffer changed(Buffer y) {
        return isHalf(y) ? stored(y, filled(y)) : y;
    }

    private static boolean isHalf(Buffer buffer) {
        return buffer != null && buffer.isHalf();
    }

    private DeviceBuffer stored(Buffer half, DeviceBuffer copy) {
        changed[used - 1] = half;
        return copy;
    }

    private DeviceBuffer filled(Buffer half) {
        DeviceBuffer copy = room(half);
        conversion.copy(half, 0, copy, 0, half.length());
        return copy;
    }

    private DeviceBuffer room(Buffer half) {
        if (copies[used] == null || copies[used].length() < half.length()) {
            copies[used] = memory.allocate(half.length());
        }
        return copies[used++];
    }

    /** Ends it: rounds what was changed, and stores it. */
    void store() {
        for (int i = 0; i < used; i++) {
            if (changed[i] != null) {
                conversion.copy(copies[i], 0, changed[i], 0, changed[i].length());
            }
        }
    }
}
