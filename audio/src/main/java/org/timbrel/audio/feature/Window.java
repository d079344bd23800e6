package org.timbrel.audio.feature;

/** The window that a frame is multiplied with before its Fourier transform. */
public final class Window {
    private Window() {}

    /**
     * Periodic Hann window, with zeros on both sides: {@code librosa.util.pad_center(get_window("hann", length), size)}.
     *
     * @param length of the window itself, at most {@code size}
     * @param size length of the result
     */
    public static double[] hann(int length, int size) {
        double[] window = new double[size];
        int left = (size - length) / 2;
        for (int i = 0; i < length; i++) {
            window[left + i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
        }
        return window;
    }
}
