package org.timbrel.audio.compose;

/** The drums in use, with their key numbers in General MIDI's percussion map. */
public enum Drum {
    KICK(36),
    SIDE_STICK(37),
    SNARE(38),
    CLAP(39),
    CLOSED_HAT(42),
    OPEN_HAT(46),
    LOW_TOM(45),
    HIGH_TOM(50),
    CRASH(49),
    RIDE(51);

    private final int key;

    Drum(int key) {
        this.key = key;
    }

    int key() {
        return key;
    }
}
