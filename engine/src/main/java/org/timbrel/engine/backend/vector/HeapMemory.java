package org.timbrel.engine.backend.vector;

import static org.timbrel.engine.backend.vector.FloatBuffer.array;

import java.util.Arrays;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/** The part of a backend that moves numbers in and out, for buffers that are arrays on the heap. */
interface HeapMemory extends Backend {
    @Override
    default Buffer allocate(int length) {
        return new FloatBuffer(Lanes.array(length));
    }

    @Override
    default void write(float[] values, Buffer to, int offset) {
        System.arraycopy(values, 0, array(to), offset, values.length);
    }

    @Override
    default void write(double[] values, Buffer to, int offset) {
        FloatBuffer.write(values, array(to), offset);
    }

    @Override
    default void read(Buffer from, int offset, float[] values) {
        System.arraycopy(array(from), offset, values, 0, values.length);
    }

    @Override
    default void read(Buffer from, int offset, double[] values) {
        FloatBuffer.read(array(from), offset, values);
    }

    @Override
    default void fill(Buffer x, double value, int n) {
        Arrays.fill(array(x), 0, n, (float) value);
    }

    @Override
    default void copy(Buffer x, int xOffset, Buffer y, int yOffset, int n) {
        System.arraycopy(array(x), xOffset, array(y), yOffset, n);
    }
}
