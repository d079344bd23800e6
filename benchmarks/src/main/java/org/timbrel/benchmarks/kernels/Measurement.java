package org.timbrel.benchmarks.kernels;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What was measured of a contender.
 *
 * @param contender who
 * @param rounds in which it was timed
 * @param seconds of one run, the median of the rounds
 * @param rate work in that time, in the problem's unit
 * @param error share of the largest number by which its result is off, NaN if it was not looked at
 */
public record Measurement(Contender contender, int rounds, double seconds, double rate, double error) {
    /** Rate as a share of the best of a kind on as many threads; empty if there is none, or if it is of that kind. */
    public OptionalDouble shareOf(Contender.Kind kind, List<Measurement> all) {
        if (contender.kind() == kind) {
            return OptionalDouble.empty();
        }
        double best = all.stream()
                .filter(other -> other.contender.kind() == kind && other.contender.threads() == contender.threads())
                .mapToDouble(Measurement::rate)
                .max()
                .orElse(0);
        return best > 0 && contender.kind() != Contender.Kind.PEAK && contender.kind() != Contender.Kind.BOUND
                ? OptionalDouble.of(rate / best)
                : OptionalDouble.empty();
    }
}
