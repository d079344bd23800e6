package org.timbrel.audio.compose;

/** The pitched instruments in use. */
public enum Instrument {
    PIANO(Timbre.struck(2.2, 1.3, 1, 0.7)),
    ELECTRIC_PIANO(Timbre.struck(3, 1.7, 0.5, 0.9)),
    HARPSICHORD(Timbre.struck(1.1, 0.8, 1, 0.4)),
    VIBRAPHONE(Timbre.struck(3.5, 2.2, 0.2, 1.2)),
    ORGAN(Timbre.held(1.5, 1, 0.008, 6, 0)),
    HARMONICA(Timbre.held(1.1, 0.7, 0.03, 12, 0.03)),
    NYLON_GUITAR(Timbre.struck(2.4, 1.5, 0.8, 0.4)),
    STEEL_GUITAR(Timbre.struck(1.8, 1, 0.9, 0.6)),
    CLEAN_GUITAR(Timbre.struck(2, 1.2, 0.7, 0.7)),
    OVERDRIVEN_GUITAR(Timbre.struck(1.8, 1.2, 0.8, 1).driven(1.5)),
    DISTORTION_GUITAR(Timbre.struck(1.6, 1.2, 0.8, 1).driven(6)),
    ACOUSTIC_BASS(Timbre.struck(2.6, 1.9, 0.7, 0.5)),
    ELECTRIC_BASS(Timbre.struck(2.2, 1.6, 0.8, 0.8)),
    PICKED_BASS(Timbre.struck(1.9, 1.2, 0.9, 0.7)),
    SYNTH_BASS(Timbre.held(1.7, 0.2, 0.004, 0, 0)),
    VIOLIN(Timbre.held(1.3, 1, 0.06, 18, 0.02)),
    STRINGS(Timbre.held(1.6, 1, 0.1, 10, 0.02)),
    CHOIR(Timbre.held(2.3, 1, 0.09, 14, 0.05)),
    TRUMPET(Timbre.held(1.2, 1, 0.025, 6, 0.01)),
    TROMBONE(Timbre.held(1.7, 1, 0.035, 6, 0.01)),
    BRASS(Timbre.held(1.3, 1, 0.03, 4, 0.01)),
    SAXOPHONE(Timbre.held(1.5, 0.8, 0.03, 12, 0.04)),
    OBOE(Timbre.held(1.1, 1.2, 0.03, 10, 0.02)),
    CLARINET(Timbre.held(1.6, 0.15, 0.03, 5, 0.02)),
    FLUTE(Timbre.held(2.9, 0.6, 0.05, 14, 0.1)),
    SYNTH_LEAD(Timbre.held(1, 1, 0.006, 8, 0)),
    SYNTH_PAD(Timbre.held(1.8, 0.6, 0.15, 5, 0));

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Timbre timbre;

    Instrument(Timbre timbre) {
        this.timbre = timbre;
    }

    Timbre timbre() {
        return timbre;
    }
}
