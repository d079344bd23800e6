package org.timbrel.audio.compose;

import java.util.List;

/** Plays the chords by a figure: whole chords in close position, or one tone at a time. */
final class ChordPlayer {
    private static final double GATE = 0.92;

    private ChordPlayer() {}

    /** @param lowest the lowest pitch of the hand: every tone of a chord is laid within the octave above it */
    static List<Note> play(LeadSheet sheet, Part part, Figure figure, int lowest, SplitMix64 random) {
        Performance performance = new Performance(sheet, part, random);
        int stepsPerBar = sheet.meter().stepsPerBar();
        for (int bar = 0; bar < sheet.bars(); bar++) {
            for (Figure.Strike strike : figure.strikes()) {
                long step = (long) bar * stepsPerBar + strike.step();
                Chord chord = sheet.chordAt(step);
                double length = strike.length() * GATE;
                if (strike.isWholeChord()) {
                    chord.intervals().stream()
                            .map(interval -> inOctaveAbove(lowest, sheet.key() + chord.root() + interval))
                            .distinct()
                            .forEach(pitch -> performance.play(pitch, 0.8 * strike.loudness(), step, length));
                } else {
                    int root = inOctaveAbove(lowest, sheet.key() + chord.root());
                    int above = chord.tone(Character.digit(strike.symbol(), 10)) - chord.root();
                    performance.play(root + above, 0.8, step, length);
                }
            }
        }
        return performance.notes();
    }

    private static int inOctaveAbove(int lowest, int pitch) {
        return lowest + Math.floorMod(pitch - lowest, 12);
    }
}
