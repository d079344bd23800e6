package org.timbrel.benchmarks.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.timbrel.kernels.opencl.KernelSettings;
import org.timbrel.kernels.opencl.Tunable;

/**
 * Looks for faster settings of one family, one tunable at a time: every value of the first one, of the second one, and so on,
 * the nearest value first, again and again until no change of a single tunable helps, or time is up. What is faster is kept at once.
 */
final class SettingsSearch {
    /** A change counts from this gain on; less may be the machine's noise. */
    static final double LEAST_GAIN = 1.02;

    /**
     * A change that was kept.
     *
     * @param tunable that was changed
     * @param before its value
     * @param after its value
     * @param trial that showed the gain
     */
    record Step(String tunable, int before, int after, Trial trial) {}

    /**
     * What a search found.
     *
     * @param settings the fastest
     * @param steps that led there
     * @param verdicts how many trials ended in which way
     * @param finished false if time was up first
     */
    record Result(KernelSettings settings, List<Step> steps, Map<Trial.Verdict, Integer> verdicts, boolean finished) {}

    private final BiFunction<KernelSettings, KernelSettings, Trial> compare;
    private final LongSupplier nanoseconds;
    private final Set<KernelSettings> tried = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Trial.Verdict, Integer> verdicts = new EnumMap<>(Trial.Verdict.class);

    /**
     * @param compare tries the second settings against the first
     * @param nanoseconds the clock
     */
    SettingsSearch(BiFunction<KernelSettings, KernelSettings, Trial> compare, LongSupplier nanoseconds) {
        this.compare = compare;
        this.nanoseconds = nanoseconds;
    }

    /** @param seconds after which no other trial begins */
    Result run(List<String> tunables, KernelSettings start, double seconds) {
        long deadline = nanoseconds.getAsLong() + (long) (seconds * 1e9);
        KernelSettings best = start;
        tried.add(start);
        boolean better = true;
        while (better) {
            better = false;
            for (String name : tunables) {
                for (int value : nearestFirst(Tunable.named(name).values(), best.value(name))) {
                    KernelSettings candidate = best.with(name, value);
                    if (!tried.add(candidate)) {
                        continue;
                    }
                    if (nanoseconds.getAsLong() >= deadline) {
                        return new Result(best, steps, verdicts, false);
                    }
                    Trial trial = compare.apply(best, candidate);
                    verdicts.merge(trial.verdict(), 1, Integer::sum);
                    if (trial.verdict() == Trial.Verdict.TIMED && trial.gain() >= LEAST_GAIN) {
                        steps.add(new Step(name, best.value(name), value, trial));
                        best = candidate;
                        better = true;
                    }
                }
            }
        }
        return new Result(best, steps, verdicts, true);
    }

    /** Where time is short, what lies beside a value that serves is worth more than what is far from it. */
    private static List<Integer> nearestFirst(List<Integer> values, int from) {
        int place = values.indexOf(from);
        return values.stream()
                .sorted(Comparator.comparingInt(value -> Math.abs(values.indexOf(value) - place)))
                .toList();
    }
}
