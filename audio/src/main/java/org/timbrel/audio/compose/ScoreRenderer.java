package org.timbrel.audio.compose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.audio.Sound;

/**
 * Renders a score: each player on a track of its own, then the mix. Only additions, products, square roots and {@link
 * StrictMath} are used, so a score gives the same samples on every machine and JDK.
 */
public final class ScoreRenderer {
    /** Samples a second of every composed track. */
    public static final int SAMPLE_RATE = 22_050;

    private static final double DARKEST = 0.5;

    /** Samples at {@link #SAMPLE_RATE}, within -1 and 1, exactly as long as the score. */
    public Sound render(Score score) {
        float[] sum = new float[(int) Math.round(score.sheet().seconds() * SAMPLE_RATE)];
        float[] drums = new float[sum.length];
        playDrums(score, drums);
        add(drums, score.drums().decibels(), sum);
        for (Score.Channel channel : score.channels()) {
            float[] track = new float[sum.length];
            playNotes(score, channel, track);
            add(track, channel.decibels(), sum);
        }
        score.mix().apply(sum);
        return new Sound(sum, SAMPLE_RATE);
    }

    private static void add(float[] track, double decibels, float[] sum) {
        float gain = (float) StrictMath.pow(10, decibels / 20);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += gain * track[i];
        }
    }

    private static void playDrums(Score score, float[] track) {
        for (Drum drum : Drum.values()) {
            List<Note> hits = score.notes().stream()
                    .filter(note -> note.part() == Part.DRUMS && note.pitch() == drum.key())
                    .toList();
            if (!hits.isEmpty()) {
                float[] sound =
                        drum.sound().render(score.drums().tuning(), score.mix().noiseSeed() + drum.key());
                hits.forEach(hit -> addHit(hit, sound, track));
            }
        }
    }

    private static void addHit(Note hit, float[] sound, float[] track) {
        int from = (int) Math.round(hit.start() * SAMPLE_RATE);
        float velocity = hit.velocity() / 127f;
        for (int i = from; i < Math.min(track.length, from + sound.length); i++) {
            track[i] += velocity * velocity * sound[i - from];
        }
    }

    private static void playNotes(Score score, Score.Channel channel, float[] track) {
        Timbre timbre = channel.instrument().timbre().darker(-DARKEST * channel.colour());
        Map<Integer, Voice> voices = new HashMap<>();
        for (Note note : score.notes()) {
            if (note.part() == channel.part()) {
                voices.computeIfAbsent(note.pitch(), pitch -> new Voice(timbre, pitch))
                        .play(note, track);
            }
        }
        if (timbre.drive() > 0) {
            overdrive(track, (float) timbre.drive());
        }
    }

    /** The amplifier bends the sum of the strings, not each: so chords growl. */
    private static void overdrive(float[] track, float drive) {
        for (int i = 0; i < track.length; i++) {
            float x = drive * track[i];
            track[i] = 2 * x / (1 + Math.abs(x));
        }
    }

    /** The factor a sample by which something falls that falls by e in {@code seconds}. */
    static double fallPerSample(double seconds) {
        return StrictMath.exp(-1 / (seconds * SAMPLE_RATE));
    }
}
