package org.timbrel.audio.compose;

/**
 * How a pitched instrument sounds: a spectrum whose harmonic {@code h} has the amplitude {@code h^-slope}, and an
 * envelope.
 *
 * @param slope roll-off of the harmonics while the note sounds; larger is darker
 * @param strike roll-off at the very beginning
 * @param even gain of the even harmonics: 1 for a string, near 0 for a clarinet
 * @param attack seconds to full loudness
 * @param decay seconds in which loudness falls by a factor of e towards {@code sustain}
 * @param sustain loudness of a held note, 0 to 1
 * @param release seconds in which loudness falls by a factor of e after the note
 * @param vibratoCents how far the pitch swings to either side
 * @param breath noise beside the tone
 * @param drive gain into the amplifier's soft limit; 0 for no amplifier
 */
record Timbre(
        double slope,
        double strike,
        double even,
        double attack,
        double decay,
        double sustain,
        double release,
        double vibratoCents,
        double breath,
        double drive) {

    /** Hit or plucked: bright at first, then dying away. */
    static Timbre struck(double slope, double strike, double even, double decay) {
        return new Timbre(slope, strike, even, 0.003, decay, 0, 0.04, 0, 0, 0);
    }

    /** Bowed, blown or sung: held as long as the note. */
    static Timbre held(double slope, double even, double attack, double vibratoCents, double breath) {
        return new Timbre(slope, slope + 0.3, even, attack, 0.5, 0.85, 0.05, vibratoCents, breath, 0);
    }

    /** The same through an amplifier turned up; it also lets notes ring. */
    Timbre driven(double drive) {
        return new Timbre(slope, strike, even, attack, 2 * decay, 0.3, release, vibratoCents, breath, drive);
    }

    /** Another instrument of its kind, {@code change} added to both slopes. */
    Timbre darker(double change) {
        return new Timbre(
                slope + change, strike + change, even, attack, decay, sustain, release, vibratoCents, breath, drive);
    }
}
