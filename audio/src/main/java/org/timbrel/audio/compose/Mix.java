package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * What the studio does to a track, drawn anew for each so that a style can't be told by its sound colour alone.
 *
 * @param equalizer filters in a row
 * @param room reflections off near walls
 * @param noiseDecibels level of white noise below the music's root mean square
 * @param peak the largest absolute sample after all
 */
public record Mix(List<Biquad> equalizer, Room room, double noiseDecibels, double peak, long noiseSeed) {
    public Mix {
        equalizer = List.copyOf(equalizer);
    }

    static Mix draw(SplitMix64 random) {
        List<Biquad> equalizer = new ArrayList<>();
        equalizer.add(Biquad.lowShelf(random.uniform(120, 400), random.uniform(-7, 7)));
        equalizer.add(Biquad.highShelf(random.uniform(1500, 5000), random.uniform(-9, 6)));
        equalizer.add(Biquad.peak(random.uniform(300, 1000), 1.0, random.uniform(-7, 7)));
        equalizer.add(Biquad.peak(random.uniform(1000, 4000), 1.0, random.uniform(-7, 7)));
        return new Mix(
                equalizer,
                Room.draw(random.stream("room")),
                random.uniform(-60, -35),
                random.uniform(0.25, 0.95),
                random.nextLong());
    }

    /** Works on {@code samples} in place. */
    void apply(float[] samples) {
        for (Biquad filter : equalizer) {
            filter.apply(samples);
        }
        room.apply(samples);
        addNoise(samples);
        normalize(samples);
    }

    private void addNoise(float[] samples) {
        double energy = 0;
        for (float sample : samples) {
            energy += (double) sample * sample;
        }
        double level = Math.sqrt(3 * energy / samples.length) * StrictMath.pow(10, noiseDecibels / 20);
        SplitMix64 random = new SplitMix64(noiseSeed);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) random.uniform(-level, level);
        }
    }

    private void normalize(float[] samples) {
        float largest = 0;
        for (float sample : samples) {
            largest = Math.max(largest, Math.abs(sample));
        }
        if (largest == 0) {
            return;
        }
        float gain = (float) (peak / largest);
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= gain;
        }
    }
}
