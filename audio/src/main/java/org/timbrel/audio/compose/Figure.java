package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * One bar of rhythm with a symbol a step. {@code .} is a rest and {@code -} holds what sounds; any other symbol strikes.
 * What a strike means is the part's to say: drums and melodies read {@code X x o} as loud, normal and soft; bass and
 * chords read {@code 1 3 5 7 8} as tones of the chord, {@code a} as a semitone below the next root and {@code x X o}
 * as the whole chord.
 */
public record Figure(String steps) {
    private static final String SYMBOLS = ".-Xxo13578a";

    /**
     * One note of the figure.
     *
     * @param step where in the bar
     * @param length in steps
     */
    public record Strike(int step, int length, char symbol) {
        /** 0 to 1. */
        double loudness() {
            return switch (symbol) {
                case 'X' -> 1.0;
                case 'o' -> 0.45;
                default -> 0.8;
            };
        }

        boolean isWholeChord() {
            return "Xxo".indexOf(symbol) >= 0;
        }
    }

    public Figure {
        for (int i = 0; i < steps.length(); i++) {
            if (SYMBOLS.indexOf(steps.charAt(i)) < 0) {
                throw new IllegalArgumentException("A figure is written with the symbols " + SYMBOLS + ", but '" + steps
                        + "' has '" + steps.charAt(i) + "'");
            }
        }
    }

    public List<Strike> strikes() {
        List<Strike> strikes = new ArrayList<>();
        for (int step = 0; step < steps.length(); step++) {
            char symbol = steps.charAt(step);
            if (symbol == '.' || symbol == '-') {
                continue;
            }
            int end = step + 1;
            while (end < steps.length() && steps.charAt(end) == '-') {
                end++;
            }
            strikes.add(new Strike(step, end - step, symbol));
        }
        return strikes;
    }
}
