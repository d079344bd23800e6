package org.timbrel.audio.compose;

/** Plays notes of one pitch on one instrument: two wavetables, bright and dark, between which the tone moves. */
final class Voice {
    private static final int RATE = ScoreRenderer.SAMPLE_RATE;
    private static final double SCOOP_SECONDS = 0.12;
    private static final double VIBRATO_HERTZ = 5.5;
    private static final double VIBRATO_FROM_SECONDS = 0.15;
    private static final double LONGEST_RELEASES = 6;
    private static final int PITCH_BLOCK = 64;

    private final Timbre timbre;
    private final double hertz;
    private final Wavetable bright;
    private final Wavetable dark;

    /** @param pitch MIDI key number, 69 for 440 Hz */
    Voice(Timbre timbre, int pitch) {
        this.timbre = timbre;
        this.hertz = 440 * StrictMath.pow(2, (pitch - 69) / 12.0);
        this.bright = Wavetable.of(timbre.strike(), timbre.even(), hertz);
        this.dark = Wavetable.of(timbre.slope(), timbre.even(), hertz);
    }

    /** Adds the note to {@code track}; what reaches over its end is cut. */
    void play(Note note, float[] track) {
        int from = (int) Math.round(note.start() * RATE);
        int off = from + (int) Math.round(note.length() * RATE);
        int end = Math.min(track.length, off + (int) (LONGEST_RELEASES * timbre.release() * RATE));
        double attackStep = 1 / (timbre.attack() * RATE);
        double decay = ScoreRenderer.fallPerSample(timbre.decay());
        double brightDecay = ScoreRenderer.fallPerSample(timbre.decay() / 3);
        double release = ScoreRenderer.fallPerSample(timbre.release());
        SplitMix64 breath = new SplitMix64(from);
        double velocity = note.velocity() / 127.0;
        double attack = 0;
        double body = 1;
        double gate = velocity * velocity;
        double brightness = 1;
        double phase = 0;
        double step = 0;
        for (int i = from; i < end; i++) {
            if ((i - from) % PITCH_BLOCK == 0) {
                step = step(note, (double) (i - from) / RATE);
            }
            float tone = dark.at(phase);
            tone += (float) brightness * (bright.at(phase) - tone);
            if (timbre.breath() > 0) {
                tone += (float) (timbre.breath() * breath.uniform(-3, 3));
            }
            track[i] += (float) (attack * body * gate) * tone;
            phase += step;
            phase -= phase >= Wavetable.SIZE ? Wavetable.SIZE : 0;
            attack = Math.min(1, attack + attackStep);
            body = timbre.sustain() + (body - timbre.sustain()) * decay;
            brightness *= brightDecay;
            gate *= i >= off ? release : 1;
        }
    }

    /** How far the table moves on in a sample, {@code seconds} after the note began: scoop and vibrato bend it. */
    private double step(Note note, double seconds) {
        double semitones = -note.scoop() * Math.max(0, 1 - seconds / SCOOP_SECONDS);
        if (seconds > VIBRATO_FROM_SECONDS) {
            semitones += timbre.vibratoCents() / 100 * StrictMath.sin(2 * Math.PI * VIBRATO_HERTZ * seconds);
        }
        return hertz * StrictMath.pow(2, semitones / 12) * Wavetable.SIZE / RATE;
    }
}
