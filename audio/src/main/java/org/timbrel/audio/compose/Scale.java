package org.timbrel.audio.compose;

import java.util.List;

/** The notes that a melody may use, in semitones above the key. */
public enum Scale {
    MAJOR(0, 2, 4, 5, 7, 9, 11),
    MINOR(0, 2, 3, 5, 7, 8, 10),
    HARMONIC_MINOR(0, 2, 3, 5, 7, 8, 11),
    DORIAN(0, 2, 3, 5, 7, 9, 10),
    PHRYGIAN(0, 1, 3, 5, 7, 8, 10),
    BLUES(0, 3, 5, 6, 7, 10),
    MAJOR_PENTATONIC(0, 2, 4, 7, 9),
    MINOR_PENTATONIC(0, 3, 5, 7, 10),
    BEBOP(0, 2, 4, 5, 7, 8, 9, 11);

    @SuppressWarnings("ImmutableEnumChecker") // List.of can't be changed
    private final List<Integer> semitones;

    Scale(Integer... semitones) {
        this.semitones = List.of(semitones);
    }

    /** Semitones above the key of a degree; degrees below 0 or above the scale's size go on into other octaves. */
    int semitones(int degree) {
        int size = semitones.size();
        return 12 * Math.floorDiv(degree, size) + semitones.get(Math.floorMod(degree, size));
    }

    int size() {
        return semitones.size();
    }
}
