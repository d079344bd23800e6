package org.timbrel.audio.feature;

/** What the bins of a feature stand for. */
public enum BinMeaning {
    /** Bin k is the frequency {@code k * sampleRate / nFft} Hz. */
    FREQUENCY,
    /** Bins are bands evenly spaced in mel. */
    MEL_BAND,
    /** Bin k is the coefficient of that index. */
    COEFFICIENT,
    /** Bins are the pitch classes of one octave, from C upwards. */
    PITCH_CLASS,
    /** Bin 0 is what lies below the first octave, bin k the octave k. */
    OCTAVE_BAND,
    /** Each bin is a measure of its own. */
    MEASURE,
    /** The only bin is the value itself. */
    VALUE
}
