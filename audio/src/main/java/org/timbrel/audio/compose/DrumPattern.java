package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/** One bar of drums: a figure a drum, all on the style's grid. */
public record DrumPattern(List<Line> lines) {
    /** What one drum plays. */
    public record Line(Drum drum, Figure figure) {}

    /** Styles without drums have this one. */
    static final DrumPattern SILENT = new DrumPattern(List.of());

    public DrumPattern {
        lines = List.copyOf(lines);
    }

    /** A pattern with one more line. */
    DrumPattern with(Drum drum, String steps) {
        List<Line> longer = new ArrayList<>(lines);
        longer.add(new Line(drum, new Figure(steps)));
        return new DrumPattern(longer);
    }
}
