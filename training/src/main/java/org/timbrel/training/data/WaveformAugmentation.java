package org.timbrel.training.data;

import org.timbrel.audio.augment.PitchShift;
import org.timbrel.audio.augment.TimeShift;
import org.timbrel.audio.augment.TimeStretch;
import org.timbrel.audio.augment.WhiteNoise;
import org.timbrel.engine.random.Philox;
import org.timbrel.training.recipe.AugmentSpec;

/**
 * Variants of a segment's sound: pitch, tempo, start and noise are changed, in this order. Draws are keyed by seed,
 * variant, track and segment, where a track is known by its sound, so neither names nor threads matter.
 */
public final class WaveformAugmentation {
    private static final int DRAW_STREAM = 0x3A7E0000;
    private static final int NOISE_STREAM = 0x3A7E8000;
    private static final int DRAWS = 4;

    private final AugmentSpec.Waveform spec;
    private final long seed;

    /** @param seed of the training */
    public WaveformAugmentation(AugmentSpec.Waveform spec, long seed) {
        this.spec = spec;
        this.seed = seed;
    }

    /** How many variants a segment has. */
    int variants() {
        return spec.variants();
    }

    /** Everything that the variants depend on besides the sound, as one line of text. */
    String fingerprint() {
        return "seed=" + seed + " " + spec;
    }

    /**
     * A variant of a segment, of the same length: a sound that became shorter goes on with its beginning.
     *
     * @param variant from 0
     * @param track what the track is known by, 32 bits
     */
    float[] apply(float[] samples, int variant, int track, int segment) {
        long step = (long) track << 32 | segment;
        double[] draw = new double[DRAWS];
        Philox.uniform(seed, DRAW_STREAM + variant, step, draw);
        float[] sound = samples;
        if (spec.pitch() > 0) {
            sound = new PitchShift(spec.pitch() * evenly(draw[0])).apply(sound);
        }
        if (spec.stretch() > 0) {
            sound = looped(new TimeStretch(1 + spec.stretch() * evenly(draw[1])).apply(sound), samples.length);
        }
        if (spec.shift() > 0) {
            sound = new TimeShift((int) Math.rint(spec.shift() * evenly(draw[2]) * sound.length)).apply(sound);
        }
        if (spec.noise() > 0) {
            double[] normal = new double[sound.length];
            Philox.normal(seed, NOISE_STREAM + variant, step, normal);
            sound = new WhiteNoise(spec.noise() * draw[3]).apply(sound, normal);
        }
        return sound;
    }

    /** From -1 to 1. */
    private static double evenly(double uniform) {
        return 2 * uniform - 1;
    }

    private static float[] looped(float[] sound, int length) {
        float[] looped = new float[length];
        for (int i = 0; i < length; i++) {
            looped[i] = sound[i % sound.length];
        }
        return looped;
    }
}
