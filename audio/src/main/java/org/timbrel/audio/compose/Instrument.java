package org.timbrel.audio.compose;

/** The instruments in use, with their General MIDI program numbers (from 0). */
public enum Instrument {
    PIANO(0),
    ELECTRIC_PIANO(4),
    HARPSICHORD(6),
    VIBRAPHONE(11),
    ORGAN(16),
    ACCORDION(21),
    HARMONICA(22),
    NYLON_GUITAR(24),
    STEEL_GUITAR(25),
    CLEAN_GUITAR(27),
    OVERDRIVEN_GUITAR(29),
    DISTORTION_GUITAR(30),
    ACOUSTIC_BASS(32),
    ELECTRIC_BASS(33),
    PICKED_BASS(34),
    SYNTH_BASS(38),
    VIOLIN(40),
    STRINGS(48),
    CHOIR(52),
    TRUMPET(56),
    TROMBONE(57),
    BRASS(61),
    SAXOPHONE(65),
    OBOE(68),
    CLARINET(71),
    FLUTE(73),
    SYNTH_LEAD(81),
    SYNTH_PAD(89);

    private final int program;

    Instrument(int program) {
        this.program = program;
    }

    int program() {
        return program;
    }
}
