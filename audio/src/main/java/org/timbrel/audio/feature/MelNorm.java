package org.timbrel.audio.feature;

/** How a mel filter is scaled: librosa's parameter {@code norm}. */
public enum MelNorm {
    /** Each triangle divided by half its width in Hz, so that all have about the same area. */
    SLANEY,
    /** Each triangle has height 1 at its centre. */
    NONE
}
