package org.timbrel.audio.compose;

import java.util.List;

/**
 * How a style's tunes move.
 *
 * @param rhythms bars of rhythm to build motifs from
 * @param leap the widest step between neighbouring notes, in degrees of the scale
 * @param scoopChance how often a note is bent into its pitch
 * @param scoop from how many semitones below
 */
public record Melody(List<Figure> rhythms, int leap, double scoopChance, double scoop) {
    public Melody {
        rhythms = List.copyOf(rhythms);
    }
}
