package org.timbrel.audio.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposerTest {
    private static final double SECONDS = 8;
    private static final int SEEDS = 20;

    static List<Style> styles() {
        return Styles.all();
    }

    @Test
    void thereAreTenStylesInTheOrderOfTheirNames() {
        List<String> names = styles().stream().map(Style::name).toList();
        assertEquals(
                List.of("blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"),
                names);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void aScoreDependsOnItsSeedAlone(Style style) {
        assertEquals(compose(style, 1), compose(style, 1));
        assertNotEquals(compose(style, 1).notes(), compose(style, 2).notes());
    }

    @ParameterizedTest
    @MethodSource("styles")
    void tempoAndPitchesStayInRange(Style style) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Score score = compose(style, seed);
            Tempo tempo = score.sheet().tempo();
            assertTrue(tempo.beatsPerMinute() >= style.tempo().slowest(), tempo.toString());
            assertTrue(tempo.beatsPerMinute() < style.tempo().fastest(), tempo.toString());
            assertFalse(score.notes().isEmpty());
            for (Note note : score.notes()) {
                assertTrue(note.start() < SECONDS, note.toString());
                switch (note.part()) {
                    case BASS -> assertInRange(note, 30, 54);
                    case CHORDS, PAD -> assertInRange(note, 48, 90);
                    case LEAD -> assertInRange(note, 36, 100);
                    case DRUMS -> assertInRange(note, 36, 51);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void drumsAndBassFallOnTheGrid(Style style) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Score score = compose(style, seed);
            LeadSheet sheet = score.sheet();
            for (Note note : score.notes()) {
                if (note.part() == Part.DRUMS || note.part() == Part.BASS) {
                    double late = lateBehindTheGrid(note, sheet);
                    assertTrue(late <= Performance.LATEST_SECONDS, note + " is late by " + late);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void theWholeBandPlaysAllTheTime(Style style) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Set<Part> atTheEnd = new HashSet<>();
            for (Note note : compose(style, seed).notes()) {
                if (note.start() > SECONDS / 2) {
                    atTheEnd.add(note.part());
                }
            }
            assertTrue(atTheEnd.containsAll(Set.of(Part.BASS, Part.LEAD)), style.name() + " has only " + atTheEnd);
            assertEquals(style.name().equals("classical"), !atTheEnd.contains(Part.DRUMS));
        }
    }

    @Test
    void readsRomanNumerals() {
        assertEquals(new Chord(0, List.of(0, 4, 7)), Chord.parse("I"));
        assertEquals(new Chord(2, List.of(0, 3, 7, 10)), Chord.parse("ii7"));
        assertEquals(new Chord(10, List.of(0, 4, 7)), Chord.parse("bVII"));
        assertEquals(new Chord(5, List.of(0, 4, 7, 11)), Chord.parse("IVmaj7"));
        assertThrows(IllegalArgumentException.class, () -> Chord.parse("VIII"));
        assertThrows(IllegalArgumentException.class, () -> Chord.parse("V9"));
    }

    @Test
    void aProgressionRepeatsAndDividesItsBars() {
        Progression progression = Progression.parse("I IV,V");
        Meter meter = Meter.FOUR_FOUR;
        assertEquals(Chord.parse("I"), progression.at(15, meter));
        assertEquals(Chord.parse("IV"), progression.at(16, meter));
        assertEquals(Chord.parse("V"), progression.at(24, meter));
        assertEquals(Chord.parse("I"), progression.at(32, meter));
    }

    @Test
    void aFigureHoldsAndRests() {
        List<Figure.Strike> strikes = new Figure("X-.o1--.").strikes();
        assertEquals(
                List.of(new Figure.Strike(0, 2, 'X'), new Figure.Strike(3, 1, 'o'), new Figure.Strike(4, 3, '1')),
                strikes);
        assertThrows(IllegalArgumentException.class, () -> new Figure("x..y"));
    }

    private static Score compose(Style style, long seed) {
        return new Composer(style).compose(SECONDS, seed);
    }

    private static void assertInRange(Note note, int lowest, int highest) {
        assertTrue(note.pitch() >= lowest && note.pitch() <= highest, note.toString());
    }

    private static double lateBehindTheGrid(Note note, LeadSheet sheet) {
        double smallest = Double.POSITIVE_INFINITY;
        for (long step = sheet.pickup(); sheet.secondsAt(step) <= note.start() + 1e-9; step++) {
            smallest = Math.min(smallest, Math.abs(note.start() - sheet.secondsAt(step)));
        }
        return smallest;
    }
}
