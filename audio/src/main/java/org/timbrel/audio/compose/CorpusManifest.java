package org.timbrel.audio.compose;

/** What a corpus folder was made from. */
public record CorpusManifest(int version, int tracks, double seconds, long seed) {
    static final int VERSION = 1;
}
