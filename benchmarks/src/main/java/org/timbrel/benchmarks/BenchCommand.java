package org.timbrel.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code timbrel bench}: how fast it is. */
@Command(
        name = "bench",
        description = "Measure how fast it is: kernels, recurrent layers, training steps, features; and tune a device.")
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "bench wants to know what: "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
