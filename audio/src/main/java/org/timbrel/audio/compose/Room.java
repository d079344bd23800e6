package org.timbrel.audio.compose;

/**
 * A small room: some early reflections, each a delay and a gain. They colour the sound with the peaks and dips of a
 * comb, as a microphone near walls would.
 *
 * @param delays in samples
 */
@SuppressWarnings("ArrayRecordComponent") // drawn once, never compared
public record Room(int[] delays, float[] gains) {
    private static final int REFLECTIONS = 12;
    private static final double LONGEST_SECONDS = 0.03;

    static Room draw(SplitMix64 random) {
        int[] delays = new int[REFLECTIONS];
        float[] gains = new float[REFLECTIONS];
        double wet = random.uniform(0.05, 0.4);
        for (int i = 0; i < REFLECTIONS; i++) {
            double when = random.uniform();
            delays[i] = 1 + (int) (when * when * LONGEST_SECONDS * ScoreRenderer.SAMPLE_RATE);
            gains[i] = (float) (wet * (1 - when) * random.uniform(-1, 1));
        }
        return new Room(delays, gains);
    }

    /** Works on {@code samples} in place. */
    void apply(float[] samples) {
        float[] dry = samples.clone();
        for (int r = 0; r < delays.length; r++) {
            int delay = delays[r];
            float gain = gains[r];
            for (int i = delay; i < samples.length; i++) {
                samples[i] += gain * dry[i - delay];
            }
        }
    }
}
