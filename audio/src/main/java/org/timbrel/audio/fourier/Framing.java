package org.timbrel.audio.fourier;

import java.util.Arrays;

/**
 * How a sound is cut into frames.
 *
 * @param size samples of a frame
 * @param hop samples from the start of a frame to that of the next
 * @param first sample that frame 0 begins at; below 0 for zeros before the sound
 * @param window of {@code size} values, which every frame is multiplied with; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Framing(int size, int hop, int first, double[] window) {
    /** Sample that a frame begins at. */
    public int start(int frame) {
        return frame * hop + first;
    }

    /** Writes a frame times the window; zeros beyond the sound. */
    void cut(float[] samples, int frame, double[] to) {
        int start = start(frame);
        int from = Math.min(size, Math.max(0, -start));
        int end = Math.max(from, Math.min(size, samples.length - start));
        Arrays.fill(to, 0, from, 0);
        for (int i = from; i < end; i++) {
            to[i] = window[i] * samples[start + i];
        }
        Arrays.fill(to, end, size, 0);
    }
}
