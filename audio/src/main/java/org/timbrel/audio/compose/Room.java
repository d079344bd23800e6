package org.timbrel.audio.compose;

import java.util.List;
import java.util.stream.Stream;

/**
 * A small room, as a row of early reflections. They colour the sound with the peaks and dips of a comb, as a microphone
 * near walls would.
 */
public record Room(List<Reflection> reflections) {
    private static final int REFLECTIONS = 12;
    private static final double LONGEST_SECONDS = 0.03;

    /**
     * The sound once more, from a wall.
     *
     * @param delay in samples
     */
    public record Reflection(int delay, float gain) {}

    public Room {
        reflections = List.copyOf(reflections);
    }

    static Room draw(SplitMix64 random) {
        double wet = random.uniform(0.05, 0.5);
        return new Room(
                Stream.generate(() -> reflect(wet, random)).limit(REFLECTIONS).toList());
    }

    private static Reflection reflect(double wet, SplitMix64 random) {
        double when = random.uniform();
        int delay = 1 + (int) (when * when * LONGEST_SECONDS * ScoreRenderer.SAMPLE_RATE);
        return new Reflection(delay, (float) (wet * (1 - when) * random.uniform(-1, 1)));
    }

    /** Works on {@code samples} in place. */
    void apply(float[] samples) {
        float[] dry = samples.clone();
        for (Reflection reflection : reflections) {
            for (int i = reflection.delay(); i < samples.length; i++) {
                samples[i] += reflection.gain() * dry[i - reflection.delay()];
            }
        }
    }
}
