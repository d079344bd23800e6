package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * Invents two motifs and plays them as a tune: A A B A, again and again. A motif is a bar of rhythm and a walk through
 * the scale; each time it comes it begins on a tone of the chord of the moment.
 */
final class LeadPlayer {
    private static final double GATE = 0.95;
    private static final List<Integer> CHORD_TONES = List.of(1, 3, 5);

    private record Motif(List<Figure.Strike> rhythm, List<Integer> walk) {}

    private LeadPlayer() {}

    /** @param middle the pitch that the tune stays near */
    static List<Note> play(LeadSheet sheet, Melody melody, int middle, SplitMix64 random) {
        Motif a = invent(melody, random);
        Motif b = invent(melody, random);
        Performance performance = new Performance(sheet, Part.LEAD, random.stream("performance"));
        int stepsPerBar = sheet.meter().stepsPerBar();
        Scale scale = sheet.harmony().scale();
        for (int bar = 0; bar < sheet.bars(); bar++) {
            Motif motif = bar % 4 == 2 ? b : a;
            long barStep = (long) bar * stepsPerBar;
            int tone = sheet.chordAt(barStep).tone(random.pick(CHORD_TONES));
            int tonic = middle + Math.floorMod(sheet.key() - middle, 12) - 12;
            int anchor = nearestDegree(scale, Math.floorMod(tone, 12));
            for (int i = 0; i < motif.rhythm().size(); i++) {
                Figure.Strike strike = motif.rhythm().get(i);
                int pitch = tonic + scale.semitones(anchor + motif.walk().get(i));
                double scoop = random.chance(melody.scoopChance()) ? melody.scoop() : 0;
                performance.play(pitch, strike.loudness(), barStep + strike.step(), strike.length() * GATE, scoop);
            }
        }
        return performance.notes();
    }

    private static Motif invent(Melody melody, SplitMix64 random) {
        List<Figure.Strike> rhythm = random.pick(melody.rhythms()).strikes();
        List<Integer> walk = new ArrayList<>();
        int degree = 0;
        int direction = random.chance(0.5) ? 1 : -1;
        for (int i = 0; i < rhythm.size(); i++) {
            walk.add(degree);
            if (random.chance(0.3) || Math.abs(degree) > 5) {
                direction = degree > 0 ? -1 : 1;
            }
            degree += direction * (1 + random.below(melody.leap()));
        }
        return new Motif(rhythm, walk);
    }

    private static int nearestDegree(Scale scale, int semitones) {
        int nearest = 0;
        for (int degree = 1; degree < scale.size(); degree++) {
            if (Math.abs(scale.semitones(degree) - semitones) < Math.abs(scale.semitones(nearest) - semitones)) {
                nearest = degree;
            }
        }
        return nearest;
    }
}
