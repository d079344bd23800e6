package org.timbrel.benchmarks.tuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Table;
import org.timbrel.cli.Terminal;
import org.timbrel.engine.backend.BackendUnavailableException;
import org.timbrel.kernels.opencl.KernelSettings;
import org.timbrel.kernels.opencl.TunableDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code timbrel bench tune}: the settings that make this machine's OpenCL device fast. */
@Command(
        name = "tune",
        description = {
            "Search the settings of the OpenCL kernels for the device that --backend opencl takes, and store what is faster"
                    + " than the settings of its class; the backend takes it from then on.",
            "Every setting is checked before it is timed. TIMBREL_OPENCL_DEVICE picks another device; timbrel devices"
                    + " --verbose shows the settings. docs/opencl.md says more."
        },
        sortOptions = false)
public final class TuneBenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--kernels",
            paramLabel = "K",
            split = ",",
            description = "Kernels to tune: common, matmul, conv2d, conv2d_weights, lstm, gru, rows; default: all.")
    private List<String> kernels = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "600",
            description = "Seconds for the whole search, shared among the kernels; default: 600.")
    private double seconds;

    @Option(
            names = "--trial-seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds after which the trial of one setting is given up; default: 20.")
    private double trialSeconds;

    @Option(
            names = "--dry-run",
            description = "Print all settings as a class of devices ships them, and store nothing.")
    private boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write all settings as a class of devices ships them to this file, and store nothing else.")
    private Path out;

    /** With the streams to write to. */
    public TuneBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<KernelFamily> families = wanted();
        TunableDevice device = TunableDevice.taken();
        terminal.say("tunes " + device.name() + ", driver " + device.driver() + ", class " + device.deviceClass());
        List<Tuning.Outcome> outcomes = new ArrayList<>();
        KernelSettings found = search(device, families, outcomes);
        printSteps(outcomes);
        store(device, found, comments(device, outcomes));
        return ExitCode.DONE.number();
    }

    private List<KernelFamily> wanted() {
        List<KernelFamily> all = KernelFamilies.all();
        List<String> names = all.stream().map(KernelFamily::name).toList();
        kernels.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandException(
                    ExitCode.USAGE, "--kernels wants some of " + String.join(", ", names) + ", got '" + name + "'.");
        });
        return all.stream()
                .filter(family -> kernels.isEmpty() || kernels.contains(family.name()))
                .toList();
    }

    private KernelSettings search(TunableDevice device, List<KernelFamily> families, List<Tuning.Outcome> outcomes)
            throws IOException {
        Path programs = Files.createTempDirectory("timbrel-tune");
        try {
            Tuning tuning = new Tuning(settings -> device.open(settings, programs), System::nanoTime, trialSeconds);
            return tuning.run(families, start(device, families), seconds, outcome -> {
                outcomes.add(outcome);
                tell(outcome);
            });
        } finally {
            delete(programs);
        }
    }

    /** The settings of the class; for kernels that are not to be tuned now, those that the device takes. */
    private KernelSettings start(TunableDevice device, List<KernelFamily> families) {
        KernelSettings start = KernelFamilies.pinned(taken(device));
        KernelSettings shipped = device.shipped();
        for (KernelFamily family : families) {
            for (String name : family.tunables()) {
                start = start.with(name, shipped.value(name));
            }
        }
        return start;
    }

    private KernelSettings taken(TunableDevice device) {
        try {
            return device.tuned().orElse(device.shipped());
        } catch (BackendUnavailableException e) {
            terminal.note("timbrel: " + e.getMessage() + ". It is left out of account.");
            return device.shipped();
        }
    }

    private void tell(Tuning.Outcome outcome) {
        String trials = outcome.search().verdicts().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().words())
                .collect(Collectors.joining(", "));
        terminal.say("");
        terminal.say(outcome.family().name() + ": " + (trials.isEmpty() ? "nothing was tried" : trials)
                + (outcome.search().finished() ? "" : "; time was up before all was tried"));
        if (outcome.search().steps().isEmpty()) {
            terminal.say("  nothing was faster");
        } else {
            terminal.say("  " + (outcome.keeps() ? "faster: " : "not faster when tried once more, so left as it was: ")
                    + gains(outcome));
        }
    }

    private static String gains(Tuning.Outcome outcome) {
        List<Work> works = outcome.family().timed();
        List<Double> gains = outcome.whole().gains();
        return gains.isEmpty()
                ? outcome.whole().verdict().words()
                : IntStream.range(0, works.size())
                        .mapToObj(i -> works.get(i) + " " + times(gains.get(i)))
                        .collect(Collectors.joining("; "));
    }

    private static String times(double gain) {
        return String.format(Locale.ROOT, "%.2f", gain);
    }

    private void printSteps(List<Tuning.Outcome> outcomes) {
        Table table = new Table("lrrrl").row("setting", "before", "after", "gain", "most on");
        outcomes.stream().filter(Tuning.Outcome::keeps).forEach(outcome -> outcome.search()
                .steps()
                .forEach(step -> table.row(
                        step.tunable(),
                        step.before(),
                        step.after(),
                        times(step.trial().gain()),
                        most(outcome.family(), step.trial()))));
        terminal.say("");
        table.print(terminal);
    }

    private static String most(KernelFamily family, Trial trial) {
        int best = IntStream.range(0, trial.gains().size())
                .boxed()
                .max(Comparator.comparing(trial.gains()::get))
                .orElseThrow();
        return family.timed().get(best) + " " + times(trial.gains().get(best));
    }

    private static List<String> comments(TunableDevice device, List<Tuning.Outcome> outcomes) {
        List<String> lines = new ArrayList<>(List.of(
                "device: " + device.name(),
                "driver: " + device.driver(),
                "found by timbrel bench tune on " + LocalDate.now(ZoneId.systemDefault()) + "; times as fast as class "
                        + device.deviceClass() + ":"));
        for (Tuning.Outcome outcome : outcomes) {
            lines.add(outcome.family().name() + ": " + (outcome.keeps() ? gains(outcome) : "nothing was faster"));
        }
        return lines;
    }

    private void store(TunableDevice device, KernelSettings found, List<String> comments) throws IOException {
        terminal.say("");
        if (!dryRun && out == null) {
            List<String> all = new ArrayList<>(comments);
            all.add("What is not named here is as shipped. Without this file all is.");
            device.store(found, all);
            terminal.say("stored in " + device.tunedFile());
            return;
        }
        Map<String, Integer> values = new TreeMap<>(device.shipped().values());
        values.putAll(device.differing(found));
        String text = Stream.concat(
                        comments.stream().map(line -> "# " + line),
                        values.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
        if (out == null) {
            terminal.say(text.strip());
        } else {
            Files.writeString(out, text);
            terminal.say("written to " + out);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
