package org.timbrel.audio.compose;

import java.util.List;

/**
 * A style as data: what a track of it may draw from. {@link Styles} writes the ten of them down.
 *
 * @param bass figures of the bass
 * @param chords figures of the instrument that plays the chords
 */
public record Style(
        String name,
        Meter meter,
        Tempo.Range tempo,
        List<Harmony> harmonies,
        List<DrumPattern> drums,
        List<Figure> bass,
        List<Figure> chords,
        Melody melody,
        Instrumentation instrumentation) {
    /** @throws IllegalArgumentException if a pattern does not fill the bar exactly */
    public Style {
        harmonies = List.copyOf(harmonies);
        drums = List.copyOf(drums);
        bass = List.copyOf(bass);
        chords = List.copyOf(chords);
        for (DrumPattern pattern : drums) {
            for (DrumPattern.Line line : pattern.lines()) {
                requireOneBar(name, meter, line.figure());
            }
        }
        bass.forEach(figure -> requireOneBar(name, meter, figure));
        chords.forEach(figure -> requireOneBar(name, meter, figure));
        melody.rhythms().forEach(figure -> requireOneBar(name, meter, figure));
    }

    private static void requireOneBar(String name, Meter meter, Figure figure) {
        if (figure.steps().length() != meter.stepsPerBar()) {
            throw new IllegalArgumentException("A figure of the style " + name + " must have " + meter.stepsPerBar()
                    + " steps, but '" + figure.steps() + "' has "
                    + figure.steps().length());
        }
    }
}
