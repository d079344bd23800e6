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

    /** Rounds values to single precision, into an array from {@code offset} on. */
    static void write(double[] values, float[] to, int offset) {
        for (int i = 0; i < values.length; i++) {
            to[offset + i] = (float) values[i];
        }
    }

    /** Takes as many values as {@code values} holds out of an array, from {@code offset} on. */
    static void read(float[] from, int offset, double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = from[offset + i];
        }
    }
}
