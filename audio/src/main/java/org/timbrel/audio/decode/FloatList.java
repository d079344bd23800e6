package org.timbrel.audio.decode;

import java.util.Arrays;

/** Samples of one channel, as many as a decoder finds. */
final class FloatList {
    private float[] values = new float[1 << 16];
    private int size;

    int size() {
        return size;
    }

    void add(float value) {
        reserve(1);
        values[size++] = value;
    }

    void addAll(float[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, values, size, more.length);
        size += more.length;
    }

    float get(int index) {
        return values[index];
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }

    private void reserve(int more) {
        if (size + more > values.length) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, size + more));
        }
    }
}
