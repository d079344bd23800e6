package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/** Collects what one player plays, a little off the grid and uneven in loudness, as people are. */
final class Performance {
    static final double LATEST_SECONDS = 0.008;
    private static final double LOUDNESS_SPREAD = 0.08;

    private final LeadSheet sheet;
    private final Part part;
    private final SplitMix64 random;
    private final List<Note> notes = new ArrayList<>();

    Performance(LeadSheet sheet, Part part, SplitMix64 random) {
        this.sheet = sheet;
        this.part = part;
        this.random = random;
    }

    void play(int pitch, double loudness, long step, double lengthInSteps, double scoop) {
        double late = random.uniform(0, LATEST_SECONDS);
        double spread = random.uniform(1 - LOUDNESS_SPREAD, 1 + LOUDNESS_SPREAD);
        double start = sheet.secondsAt(step);
        if (start < 0 || start + late >= sheet.seconds()) {
            return;
        }
        int velocity = (int) Math.max(1, Math.min(127, Math.round(112 * loudness * spread)));
        double length = lengthInSteps * sheet.tempo().secondsPerStep(sheet.meter());
        notes.add(new Note(part, pitch, velocity, start + late, length, scoop));
    }

    void play(int pitch, double loudness, long step, double lengthInSteps) {
        play(pitch, loudness, step, lengthInSteps, 0);
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }
}
