package org.timbrel.benchmarks;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;

/** Runs {@link OpCaseBenchmark} for every case, or for those named by JMH's own {@code -p opCase=...}. */
public final class OpCaseBenchmarks {
    private OpCaseBenchmarks() {}

    /** Takes all options of JMH. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(options(args)).run();
    }

    static Options options(String... args) throws CommandLineOptionException {
        Options typed = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(typed);
        if (typed.getIncludes().isEmpty()) {
            options.include(OpCaseBenchmark.class.getName());
        }
        if (!typed.getParameter("opCase").hasValue()) {
            options.param("opCase", OpCases.all().stream().map(OpCase::name).toArray(String[]::new));
        }
        return options.build();
    }
}
