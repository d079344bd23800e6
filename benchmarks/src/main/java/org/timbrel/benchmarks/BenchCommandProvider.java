package org.timbrel.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.timbrel.benchmarks.tuning.TuneBenchCommand;
import org.timbrel.cli.CommandProvider;
import org.timbrel.cli.Terminal;
import picocli.CommandLine;

/** Adds {@code bench} to the command line. */
public final class BenchCommandProvider implements CommandProvider {
    @Override
    public Object command(Terminal terminal) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new KernelsBenchCommand(terminal))
                .addSubcommand(new LayersBenchCommand(terminal, input()))
                .addSubcommand(new TrainBenchCommand(terminal, input()))
                .addSubcommand(new AudioBenchCommand(terminal))
                .addSubcommand(new TuneBenchCommand(terminal));
    }

    private static BufferedReader input() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
}
