package org.timbrel.audio.compose;

import java.util.List;

/**
 * The instruments that a style's players choose from.
 *
 * @param padChance how often somebody holds the chords as well
 */
public record Instrumentation(List<Instrument> lead, List<Instrument> chords, List<Instrument> bass, double padChance) {
    public Instrumentation {
        lead = List.copyOf(lead);
        chords = List.copyOf(chords);
        bass = List.copyOf(bass);
    }
}
