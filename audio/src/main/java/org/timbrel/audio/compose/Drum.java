package org.timbrel.audio.compose;

/** The drums in use, with their key numbers in General MIDI's percussion map. */
public enum Drum {
    KICK(36, new DrumSound(52, 4, 4, 0.09, 0.4, 0.006, 1000)),
    SIDE_STICK(37, new DrumSound(820, 1.3, 1.2, 0.014, 2, 0.012, 1500)),
    SNARE(38, new DrumSound(185, 1.5, 1.4, 0.05, 2.6, 0.07, 900)),
    CLAP(39, new DrumSound(900, 1, 0.1, 0.02, 3, 0.06, 1100)),
    CLOSED_HAT(42, new DrumSound(5000, 1, 0, 0.01, 2, 0.022, 6000)),
    OPEN_HAT(46, new DrumSound(5000, 1, 0, 0.01, 2, 0.12, 5500)),
    LOW_TOM(45, new DrumSound(95, 1.6, 2.6, 0.12, 0.4, 0.02, 500)),
    HIGH_TOM(50, new DrumSound(150, 1.6, 2.4, 0.1, 0.4, 0.02, 500)),
    CRASH(49, new DrumSound(3000, 1, 0, 0.01, 1.8, 0.3, 3500)),
    RIDE(51, new DrumSound(4300, 1, 0.12, 0.1, 1.2, 0.09, 6500));

    private final int key;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final DrumSound sound;

    Drum(int key, DrumSound sound) {
        this.key = key;
        this.sound = sound;
    }

    int key() {
        return key;
    }

    DrumSound sound() {
        return sound;
    }
}
