package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Buffer;

/** Numbers of the vector backend: a plain array on the heap. */
record FloatBuffer(float[] values) implements Buffer {
    @Override
    public int length() {
        return values.length;
    }

    static float[] array(Buffer buffer) {
        return ((FloatBuffer) buffer).values;
    }

    static float[] arrayOrNull(Buffer buffer) {
        return buffer == null ? null : array(buffer);
    }
}
