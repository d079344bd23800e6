package org.timbrel.audio.compose;

/** A round of chords with the scale that melodies over it use. */
public record Harmony(Scale scale, Progression progression) {
    static Harmony of(Scale scale, String chords) {
        return new Harmony(scale, Progression.parse(chords));
    }
}
