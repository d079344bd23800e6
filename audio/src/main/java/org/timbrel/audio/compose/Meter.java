package org.timbrel.audio.compose;

/** How a bar is divided: every pattern of a style is written on this grid of steps. */
public enum Meter {
    /** Four beats of four sixteenths. */
    FOUR_FOUR(4, 4),
    /** Four beats of three: shuffle, swing and slow blues. */
    TWELVE_EIGHT(4, 3);

    private final int beats;
    private final int stepsPerBeat;

    Meter(int beats, int stepsPerBeat) {
        this.beats = beats;
        this.stepsPerBeat = stepsPerBeat;
    }

    public int beats() {
        return beats;
    }

    public int stepsPerBeat() {
        return stepsPerBeat;
    }

    public int stepsPerBar() {
        return beats * stepsPerBeat;
    }
}
