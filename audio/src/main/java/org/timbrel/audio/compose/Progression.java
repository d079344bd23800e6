package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/** A round of chords: a list of bars, each bar one chord or several of equal length. */
public record Progression(List<List<Chord>> bars) {
    public Progression {
        bars = bars.stream().map(List::copyOf).toList();
    }

    /** Reads bars parted by spaces, chords within a bar by commas: {@code "ii7,V7 Imaj7"}. */
    static Progression parse(String text) {
        List<List<Chord>> bars = new ArrayList<>();
        for (String bar : text.strip().split("\\s+", -1)) {
            List<Chord> chords = new ArrayList<>();
            for (String chord : bar.split(",", -1)) {
                chords.add(Chord.parse(chord));
            }
            bars.add(chords);
        }
        return new Progression(bars);
    }

    /** The chord that sounds at a step; {@code step} counts on over the bars and the round repeats. */
    Chord at(long step, Meter meter) {
        int stepsPerBar = meter.stepsPerBar();
        List<Chord> bar = bars.get((int) ((step / stepsPerBar) % bars.size()));
        return bar.get((int) (step % stepsPerBar) * bar.size() / stepsPerBar);
    }
}
