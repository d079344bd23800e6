package org.timbrel.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.ejml.EjmlVersion;
import org.timbrel.benchmarks.kernels.Contest;
import org.timbrel.benchmarks.kernels.DeviceLadder;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.KernelResults;
import org.timbrel.benchmarks.kernels.Machine;
import org.timbrel.benchmarks.kernels.MarkdownPage;
import org.timbrel.benchmarks.kernels.Measurement;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.Sheet;
import org.timbrel.benchmarks.kernels.peak.FmaPeak;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Table;
import org.timbrel.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code timbrel bench kernels}: the ladder of one operation, timed and checked. */
@Command(
        name = "kernels",
        description = {
            "Climb the ladder from plain loops to the engine's kernel: each rung is checked, timed in turns with EJML"
                    + " and PyTorch, and held against the machine's peak.",
            "docs/kernels.md explains the rungs."
        },
        sortOptions = false)
final class KernelsBenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--op",
            paramLabel = "OP",
            defaultValue = "matmul",
            description =
                    "matmul, conv2d (3 x 3, forward), conv2d-passes (3 x 3: forward, to the input and to the weights,"
                            + " without the lower rungs) or elementwise; default: matmul.")
    private String operation;

    @Option(
            names = "--sizes",
            paramLabel = "SIZE",
            split = ",",
            description =
                    "matmul: 512 or MxNxK; conv2d and conv2d-passes: TxFxCxO, with :valid for no padding; elementwise:"
                            + " numbers of an array. Default: 256,512,1024; the layers of harmonynet and two of chen-cnn;"
                            + " all layers of the recipes; 16777216.")
    private List<String> sizes = List.of();

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32", description = "Images of conv2d; default: 32.")
    private int batch;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Also compute on so many threads, beside one; default: all processors.")
    private Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "B",
            defaultValue = "vector",
            description = "Whose ladder to climb: vector, for processors, or one of a device (" + DeviceLadders.NAMES
                    + "), for matmul and conv2d; default: vector.")
    private String backend;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "Rounds; default: 7.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "Time that a contender may take at each size; a slow one then takes part in fewer rounds."
                    + " Default: 2.")
    private double seconds;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            description = "A Python that has PyTorch, or none; default: python3.")
    private String python;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, for machines.")
    private Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Write the tables into a page, between two lines that name the operation and the sizes.")
    private Path markdown;

    KernelsBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || batch < 1 || !(seconds > 0) || (threads != null && threads < 1)) {
            throw new CommandException(
                    ExitCode.USAGE, "--rounds, --batch and --threads must be at least 1, and --seconds above 0.");
        }
        if (onDevice() && !List.of("matmul", "conv2d").contains(operation)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--backend " + backend + " has no ladder of --op " + operation + "; take matmul or conv2d.");
        }
        int most = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        KernelResults results;
        try (Engines engines = new Engines(most, DeviceLadders.open(backend));
                Torch torch = Torch.find(python, KernelProblems.allocates(operation), onDevice(), terminal)) {
            results = measure(KernelProblems.of(operation, sizes, batch, engines, torch.peers()), most, torch, engines);
        }
        write(results);
        if (!results.wrong().isEmpty()) {
            throw new CommandException(ExitCode.FAILED, results.wrong().get(0));
        }
        return ExitCode.DONE.number();
    }

    private boolean onDevice() {
        return !backend.equals("vector");
    }

    private KernelResults measure(List<Supplier<Problem>> problems, int most, Torch torch, Engines engines) {
        Map<String, String> libraries = new LinkedHashMap<>();
        if (operation.equals("matmul") && !onDevice()) {
            libraries.put("EJML", EjmlVersion.VERSION);
        }
        torch.version().ifPresent(version -> libraries.put("PyTorch", version));
        List<KernelResults.Table> tables = new ArrayList<>();
        String device = engines.device().map(DeviceLadder::device).orElse("");
        Machine machine = Machine.here(FmaPeak.vectorBits()).with(device);
        KernelResults results = new KernelResults(LocalDate.now(), command(most), machine, libraries, tables);
        terminal.say(results.origin());
        Contest contest = new Contest(rounds, seconds);
        for (Supplier<Problem> next : problems) {
            Problem problem = next.get();
            List<Measurement> measured = contest.run(problem);
            KernelResults.Table table = new KernelResults.Table(problem, measured, problem.notes());
            tables.add(table);
            print(table.sheet());
        }
        return results;
    }

    private void print(Sheet sheet) {
        Table table = new Table(sheet.alignment());
        sheet.rows().forEach(row -> table.row(row.toArray()));
        terminal.say("");
        terminal.say(sheet.title());
        table.print(terminal);
        sheet.notes().forEach(terminal::say);
    }

    private void write(KernelResults results) throws IOException {
        if (json != null) {
            Files.writeString(
                    json, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(results.json()) + "\n");
        }
        if (markdown != null) {
            String where = onDevice() ? " on " + backend : "";
            String which = sizes.isEmpty() ? "" : " " + String.join(",", sizes);
            new MarkdownPage(markdown).write(operation + where + which, results.markdown());
        }
    }

    /** What repeats the measurement, without the paths of this machine. */
    private String command(int most) {
        String wanted = sizes.isEmpty() ? "" : " --sizes " + String.join(",", sizes);
        String images = operation.startsWith("conv2d") ? " --batch " + batch : "";
        String device = onDevice() ? " --backend " + backend : "";
        return "timbrel bench kernels --op " + operation + device + wanted + images + " --threads " + most
                + " --rounds " + rounds;
    }
}
