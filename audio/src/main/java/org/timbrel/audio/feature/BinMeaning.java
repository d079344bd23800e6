package org.timbrel.audio.feature;

/** What the bins of a feature stand for. */
public enum BinMeaning {
    /** Bin k is the frequency {@code k * sampleRate / nFft} Hz. */
    FREQUENCY,
    /** Bins are bands evenly spaced in mel. */
    MEL_BAND,
    /** Bin k is the coefficient of that index. */
    COEFFICIENT
}
