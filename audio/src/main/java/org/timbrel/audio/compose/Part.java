package org.timbrel.audio.compose;

/** The players of the band. */
public enum Part {
    LEAD,
    CHORDS,
    PAD,
    BASS,
    DRUMS
}
