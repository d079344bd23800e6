package org.timbrel.benchmarks;

import org.timbrel.cli.CommandProvider;
import org.timbrel.cli.Terminal;
import picocli.CommandLine;

/** Adds {@code bench} to the command line. */
public final class BenchCommandProvider implements CommandProvider {
    @Override
    public Object command(Terminal terminal) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new KernelsBenchCommand(terminal))
                .addSubcommand(new LayersBenchCommand(terminal))
                .addSubcommand(new TrainBenchCommand(terminal))
                .addSubcommand(new AudioBenchCommand(terminal));
    }
}
