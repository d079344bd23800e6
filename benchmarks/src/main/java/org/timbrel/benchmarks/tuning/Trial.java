package org.timbrel.benchmarks.tuning;

import java.util.Arrays;
import java.util.List;

/**
 * How settings did beside others.
 *
 * @param verdict whether they could be timed
 * @param gains how many times as fast as the others they were, for each work of the family; empty if they were not timed
 */
record Trial(Verdict verdict, List<Double> gains) {
    /** What became of settings that were tried. */
    enum Verdict {
        TIMED("timed"),
        FAILED("not built or not launched"),
        WRONG("wrong"),
        TOO_SLOW("given up as too slow");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static Trial none(Verdict verdict) {
        return new Trial(verdict, List.of());
    }

    /** The geometric mean of the gains. */
    double gain() {
        return mean(gains.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double mean(double[] gains) {
        return Math.exp(Arrays.stream(gains).map(Math::log).average().orElse(0));
    }
}
