package org.timbrel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Terminal;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code timbrel bench layers}: the time of LSTM and GRU layers, forward and backward. */
@Command(
        name = "layers",
        description = "Time LSTM and GRU layers, forward and backward, over 130 steps of noise.",
        sortOptions = false)
final class LayersBenchCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final BufferedReader input;

    @Option(names = "--units", paramLabel = "N", split = ",", description = "Hidden units; default: 32,64,128.")
    private List<Integer> units = List.of(32, 64, 128);

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "Sequences; default: 32,128.")
    private List<Integer> batches = List.of(32, 128);

    @Option(names = "--backend", paramLabel = "B", defaultValue = "auto", description = "What computes; default: auto.")
    private String backendName;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default: all processors.")
    private Integer threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seconds a layer before what counts; as long again is timed; default: 1.")
    private double seconds;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = "--turns",
            description =
                    "Take turns with other programs: each line of the input names a layer and the seconds to run it, as"
                            + " 'lstm 32 13 128 0.5' for 32 sequences of 13 features and 128 units; the answer is a JSON"
                            + " object with the milliseconds of each run.")
    private boolean turns;

    /** @param input what says whose turn it is */
    LayersBenchCommand(Terminal terminal, BufferedReader input) {
        this.terminal = terminal;
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        BackendOptions options = threads == null ? BackendOptions.defaults() : new BackendOptions(threads);
        try (Backend backend = Backends.open(backendName, options)) {
            if (turns) {
                takeTurns(backend);
                return ExitCode.DONE.number();
            }
            if (!json) {
                terminal.say(backend.describe());
                terminal.say(
                        String.format("%-5s %6s %6s %6s %12s %10s", "layer", "batch", "in", "units", "ms", "GFLOP/s"));
            }
            for (TimedLayer.Kind kind : TimedLayer.Kind.values()) {
                for (int batch : batches) {
                    for (int hidden : units) {
                        time(new TimedLayer.Shape(kind, batch, 13, hidden), backend);
                        time(new TimedLayer.Shape(kind, batch, hidden, hidden), backend);
                    }
                }
            }
        }
        return ExitCode.DONE.number();
    }

    private void time(TimedLayer.Shape shape, Backend backend) {
        TimedLayer layer = new TimedLayer(shape, backend);
        layer.runFor(seconds);
        double[] milliseconds = layer.runFor(seconds);
        Arrays.sort(milliseconds);
        double median = milliseconds[milliseconds.length / 2];
        String form = json
                ? "{\"layer\": \"%s\", \"batch\": %d, \"in\": %d, \"units\": %d, \"milliseconds\": %.3f, \"gflops\": %.1f}"
                : "%-5s %6d %6d %6d %12.2f %10.1f";
        double rate = shape.gflop() / median * 1000;
        terminal.say(
                String.format(Locale.ROOT, form, shape.kind(), shape.batch(), shape.in(), shape.units(), median, rate));
    }

    /** A layer is kept for as long as turns are its own. */
    private void takeTurns(Backend backend) throws IOException {
        TimedLayer layer = null;
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            Turn turn = Turn.of(line);
            if (layer == null || !layer.shape().equals(turn.shape)) {
                layer = new TimedLayer(turn.shape, backend);
            }
            terminal.say("{\"milliseconds\": " + Arrays.toString(layer.runFor(turn.seconds)) + "}");
        }
    }

    private record Turn(TimedLayer.Shape shape, double seconds) {
        static Turn of(String line) {
            String[] words = line.trim().split("\\s+");
            try {
                if (words.length == 5) {
                    TimedLayer.Kind kind = TimedLayer.Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
                    int batch = Integer.parseInt(words[1]);
                    int in = Integer.parseInt(words[2]);
                    int units = Integer.parseInt(words[3]);
                    return new Turn(new TimedLayer.Shape(kind, batch, in, units), Double.parseDouble(words[4]));
                }
            } catch (IllegalArgumentException e) {
                throw unreadable(line, e);
            }
            throw unreadable(line, null);
        }

        private static CommandException unreadable(String line, IllegalArgumentException cause) {
            String message =
                    "a turn is written as 'lstm 32 13 128 0.5' (lstm or gru, sequences, features, units, seconds), got '";
            return new CommandException(ExitCode.USAGE, message + line + "'.", cause);
        }
    }
}
