package org.timbrel.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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

    LayersBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        BackendOptions options = threads == null ? BackendOptions.defaults() : new BackendOptions(threads);
        try (Backend backend = Backends.open(backendName, options)) {
            if (!json) {
                terminal.say(backend.describe());
                terminal.say(
                        String.format("%-5s %6s %6s %6s %12s %10s", "layer", "batch", "in", "units", "ms", "GFLOP/s"));
            }
            for (LayerTiming.Kind kind : LayerTiming.Kind.values()) {
                for (int batch : batches) {
                    for (int hidden : units) {
                        print(LayerTiming.measure(kind, batch, 13, hidden, backend, seconds));
                        print(LayerTiming.measure(kind, batch, hidden, hidden, backend, seconds));
                    }
                }
            }
        }
        return ExitCode.DONE.number();
    }

    private void print(LayerTiming timing) {
        String form = json
                ? "{\"layer\": \"%s\", \"batch\": %d, \"in\": %d, \"units\": %d, \"milliseconds\": %.3f, \"gflops\": %.1f}"
                : "%-5s %6d %6d %6d %12.2f %10.1f";
        String name = timing.kind().toString();
        double rate = timing.gflop() / timing.milliseconds() * 1000;
        terminal.say(String.format(
                Locale.ROOT, form, name, timing.batch(), timing.in(), timing.units(), timing.milliseconds(), rate));
    }
}
