package org.timbrel.engine.backend.reference;

import org.timbrel.engine.backend.Buffer;

/** Numbers of the reference backend: a plain array. */
record DoubleBuffer(double[] values) implements Buffer {
    @Override
    public int length() {
        return values.length;
    }

    static double[] array(Buffer buffer) {
        return ((DoubleBuffer) buffer).values;
    }

    static double[] arrayOrNull(Buffer buffer) {
        return buffer == null ? null : array(buffer);
    }
}
