package org.timbrel.audio.compose;

import java.util.List;

/** Plays a bass figure over the chords, an octave that suits the key. */
final class BassPlayer {
    private static final int LOWEST_ROOT = 31;
    private static final double GATE = 0.92;

    private BassPlayer() {}

    static List<Note> play(LeadSheet sheet, Figure figure, SplitMix64 random) {
        Performance performance = new Performance(sheet, Part.BASS, random);
        int stepsPerBar = sheet.meter().stepsPerBar();
        for (int bar = 0; bar < sheet.bars(); bar++) {
            for (Figure.Strike strike : figure.strikes()) {
                long step = (long) bar * stepsPerBar + strike.step();
                Chord chord = sheet.chordAt(step);
                int pitch = strike.symbol() == 'a'
                        ? lowestRoot(sheet, sheet.chordAt(step + strike.length())) - 1
                        : lowestRoot(sheet, chord) + chord.tone(toneNumber(strike)) - chord.root();
                performance.play(pitch, 0.85, step, strike.length() * GATE);
            }
        }
        return performance.notes();
    }

    private static int toneNumber(Figure.Strike strike) {
        return strike.isWholeChord() ? 1 : Character.digit(strike.symbol(), 10);
    }

    private static int lowestRoot(LeadSheet sheet, Chord chord) {
        return LOWEST_ROOT + Math.floorMod(sheet.key() + chord.root() - LOWEST_ROOT, 12);
    }
}
