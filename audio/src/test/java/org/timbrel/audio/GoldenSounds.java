package org.timbrel.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.npy.Npz;

/** The sounds of {@code benchmarks/reference/audio/make_fixtures.py}, by the same formulas, and its golden values. */
public final class GoldenSounds {
    private GoldenSounds() {}

    /** A decaying chord of three partials and a little noise. */
    public static float[] music(int count, int rate, double gain) {
        float[] samples = new float[count];
        long state = 1;
        for (int i = 0; i < count; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            double noise = state / (double) (1 << 30) - 1;
            double t = (double) i / rate;
            double chord = 0.5 * Math.sin(2 * Math.PI * 220 * t)
                    + 0.25 * Math.sin(2 * Math.PI * 1375.5 * t)
                    + 0.1 * Math.sin(2 * Math.PI * 6000 * t);
            samples[i] = (float) (gain * (Math.exp(-3 * t) * chord + 0.01 * noise));
        }
        return samples;
    }

    /** A tone that rises from 20 Hz to {@code last} Hz. */
    public static float[] chirp(int count, int rate, double last) {
        float[] samples = new float[count];
        double seconds = (double) count / rate;
        for (int i = 0; i < count; i++) {
            double t = (double) i / rate;
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * (20 * t + (last - 20) / (2 * seconds) * t * t)));
        }
        return samples;
    }

    /** Golden arrays by name. */
    public static Map<String, Frames> golden(String resource) {
        try (InputStream in = GoldenSounds.class.getResourceAsStream("/" + resource)) {
            return Npz.read(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
