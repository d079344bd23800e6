package org.timbrel.benchmarks.kernels;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * One way to solve a {@link Problem}, ready to be timed.
 *
 * @param name as the table has it
 * @param kind what the others are compared with it as
 * @param threads that it computes on
 * @param timer takes its time
 * @param result what it computed last; empty where it stays in another process, or where there is none
 * @param error that is allowed where its operands are rounded by intention; else none is named, and the problem's holds
 */
public record Contender(
        String name, Kind kind, int threads, Timer timer, Optional<Supplier<float[]>> result, OptionalDouble error) {
    /** One that must be as right as the problem says. */
    public Contender(String name, Kind kind, int threads, Timer timer, Optional<Supplier<float[]>> result) {
        this(name, kind, threads, timer, result, OptionalDouble.empty());
    }

    /** What a contender is. */
    public enum Kind {
        /** The most that the machine can do. */
        PEAK,
        /** The most that it can do with the instructions that the Vector API has, where that is less. */
        BOUND,
        /** A rung of the ladder. */
        RUNG,
        /** Somebody else's library. */
        LIBRARY
    }

    /** Takes the time of a computation. */
    public interface Timer {
        /** Seconds that so many repetitions take together. */
        double seconds(int repetitions);
    }

    /** The error that it may have on a problem. */
    public double allowed(Problem problem) {
        return error.orElse(problem.tolerance());
    }

    /** A computation in this process. */
    public static Contender of(String name, Kind kind, int threads, Computation computation) {
        return new Contender(name, kind, threads, timer(computation), Optional.of(computation::result));
    }

    /** One whose time alone counts. */
    public static Contender unchecked(String name, Kind kind, int threads, Timer timer) {
        return new Contender(name, kind, threads, timer, Optional.empty());
    }

    private static Timer timer(Computation computation) {
        return repetitions -> {
            long begun = System.nanoTime();
            for (int i = 0; i < repetitions; i++) {
                computation.run();
            }
            return (System.nanoTime() - begun) / 1e9;
        };
    }
}
