package org.timbrel.kernels.opencl;

import java.util.EnumMap;
import java.util.Map;
import org.timbrel.engine.backend.Buffer;

/** Memory that an operation needs for itself: one buffer a use, which grows to the largest that was asked for. */
final class Scratch {
    /** What it is for; two that are needed at the same time have two names. */
    enum Use {
        PARTIAL_SUMS,
        PARTIAL_STATISTICS,
        PARTIAL_GRADIENTS,
        TRANSPOSED,
        CONVOLUTION,
        FLOATS,
        WEIGHT_POINTS,
        INPUT_POINTS,
        PRODUCT_POINTS,
        ZEROS,
        GATE_GRADIENTS,
        STATE_PRODUCT_GRADIENTS,
        STATES,
        CARRIED,
        STATE_GRADIENT,
        BIAS,
        ROWS
    }

    private final DeviceMemory memory;
    private final Conversion conversion;
    private final FloatCopies floats;
    private final Map<Use, DeviceBuffer> buffers = new EnumMap<>(Use.class);
    private final Map<Use, DeviceBuffer> halves = new EnumMap<>(Use.class);

    Scratch(DeviceMemory memory, Conversion conversion) {
        this.memory = memory;
        this.conversion = conversion;
        this.floats = new FloatCopies(memory, conversion);
    }

    /** Begins an operation that reads and writes floats alone. */
    FloatCopies floats() {
        return floats.open();
    }

    /** A buffer of at least that length; what is in it is not defined. It is good until the use's next call. */
    Buffer take(Use use, int length) {
        DeviceBuffer buffer = buffers.get(use);
        if (buffer == null || buffer.length() < length) {
            buffer = memory.allocate(length);
            buffers.put(use, buffer);
        }
        return buffer;
    }

    /** Likewise, of halves if {@code half}. */
    Buffer take(Use use, int length, boolean half) {
        if (!half) {
            return take(use, length);
        }
        DeviceBuffer buffer = halves.get(use);
        if (buffer == null || buffer.length() < length) {
            buffer = memory.allocateHalf(length);
            halves.put(use, buffer);
        }
        return buffer;
    }

    /**
     * The first n numbers of an operand that the inner loop of a file reads one by one: as they are stored, or where
     * converting each of them for itself would take too long, as floats.
     */
    Buffer numbers(Buffer x, int n, KernelFile file) {
        if (!x.isHalf() || file.setting("HALF_NUMBERS") == 1) {
            return x;
        }
        Buffer copy = take(Use.FLOATS, n);
        conversion.copy(x, 0, copy, 0, n);
        return copy;
    }

    /** Whether {@link #take} would have to make a buffer. */
    boolean lacks(Use use, int length) {
        DeviceBuffer buffer = buffers.get(use);
        return buffer == null || buffer.length() < length;
    }
}
