package org.timbrel.audio.compose;

import java.util.List;

/** Plays one drum pattern bar after bar, leaves out a soft note now and then, and fills at the end of four bars. */
final class DrumPlayer {
    private static final int PHRASE_BARS = 4;
    private static final double FILL_CHANCE = 0.5;
    private static final double LEFT_OUT = 0.04;

    private DrumPlayer() {}

    static List<Note> play(LeadSheet sheet, DrumPattern pattern, SplitMix64 random) {
        Performance performance = new Performance(sheet, Part.DRUMS, random.stream("performance"));
        int stepsPerBar = sheet.meter().stepsPerBar();
        for (int bar = 0; bar < sheet.bars(); bar++) {
            boolean fill = bar % PHRASE_BARS == PHRASE_BARS - 1 && random.chance(FILL_CHANCE);
            int last = fill ? stepsPerBar - sheet.meter().stepsPerBeat() : stepsPerBar;
            for (DrumPattern.Line line : pattern.lines()) {
                for (Figure.Strike strike : line.figure().strikes()) {
                    boolean leftOut = random.chance(LEFT_OUT);
                    if (strike.step() < last && !leftOut) {
                        long step = (long) bar * stepsPerBar + strike.step();
                        performance.play(line.drum().key(), strike.loudness(), step, 1);
                    }
                }
            }
            if (fill && !pattern.lines().isEmpty()) {
                playFill(performance, sheet, (long) bar * stepsPerBar + last);
            }
        }
        return performance.notes();
    }

    private static void playFill(Performance performance, LeadSheet sheet, long from) {
        int steps = sheet.meter().stepsPerBeat();
        for (int i = 0; i < steps; i++) {
            Drum drum = 2 * i < steps ? Drum.HIGH_TOM : Drum.LOW_TOM;
            performance.play(drum.key(), 0.8, from + i, 1);
        }
    }
}
