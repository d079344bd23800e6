package org.timbrel.audio.compose;

/**
 * What the players of one track agree on before they begin.
 *
 * @param key pitch class of the tonic, 0 (C) to 11
 * @param pickup where in the round of chords the track begins, in steps, as if somebody had pressed record
 * @param seconds length of the track
 */
public record LeadSheet(Meter meter, Tempo tempo, int key, Harmony harmony, int pickup, double seconds) {

    Chord chordAt(long step) {
        return harmony.progression().at(step, meter);
    }

    /** Seconds from the beginning of the recording; negative before it. */
    double secondsAt(long step) {
        return tempo.secondsAt(step, meter) - tempo.secondsAt(pickup, meter);
    }

    /** Bars that begin before the recording ends, counted from the start of the round. */
    int bars() {
        double secondsPerBar = tempo.secondsPerStep(meter) * meter.stepsPerBar();
        return (int) Math.ceil((seconds + tempo.secondsAt(pickup, meter)) / secondsPerBar);
    }
}
