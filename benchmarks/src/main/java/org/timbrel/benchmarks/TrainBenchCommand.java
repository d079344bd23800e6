package org.timbrel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ComputeOptions;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Terminal;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel bench train}: the time of one training step of each recipe. */
@Command(
        name = "train",
        description = "Time one training step of recipes: forward, backward and optimizer, on noise.",
        sortOptions = false)
final class TrainBenchCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final BufferedReader input;

    @Parameters(paramLabel = "RECIPE", arity = "0..*", description = "Recipes to time; default: all.")
    private List<String> names = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change one key; may be given again.")
    private List<String> sets = List.of();

    @Option(
            names = "--backend",
            paramLabel = "B",
            split = ",",
            defaultValue = "auto",
            description = "What computes; several, as vector,opencl, take turns; default: auto.")
    private List<String> backendNames;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default: all processors.")
    private Integer threads;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description =
                    "Steps before the first that counts; default: 20, and as many more as fit in 3 s, since a short"
                            + " step needs hundreds until it is compiled.")
    private Integer warmup;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "20", description = "Steps that count; default 20.")
    private int steps;

    @Option(names = "--profile", description = "Show the time of each kernel in a step.")
    private boolean profile;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = "--turns",
            description =
                    "Take turns with other programs: time one recipe's steps for as many seconds as each line of the"
                            + " input says, and answer with a JSON object.")
    private boolean turns;

    /** @param input what says how long a turn is */
    TrainBenchCommand(Terminal terminal, BufferedReader input) {
        this.terminal = terminal;
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        if (turns && (names.size() != 1 || backendNames.size() != 1)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--turns wants one recipe and one backend, got " + names.size() + " and " + backendNames.size()
                            + ".");
        }
        backendNames.forEach(ComputeOptions::checked);
        BackendOptions options = threads == null ? BackendOptions.defaults() : new BackendOptions(threads);
        List<String> wanted = names.isEmpty() ? Recipes.list() : names;
        List<Backend> backends = new ArrayList<>();
        try {
            backendNames.forEach(name -> backends.add(Backends.open(name, options)));
            if (turns) {
                takeTurns(new TimedStep(Recipes.load(wanted.get(0), sets), backends.get(0)));
                return ExitCode.DONE.number();
            }
            if (!json) {
                backends.forEach(backend -> terminal.say(backend.describe()));
                terminal.say(String.format(
                        "%-16s %-9s %6s %12s %10s %16s %12s %15s",
                        "recipe",
                        "backend",
                        "batch",
                        "ms a step",
                        "GFLOP/s",
                        "allocated kB",
                        "device MB",
                        "speed of first"));
            }
            wanted.forEach(name -> time(Recipes.load(name, sets), backends));
        } finally {
            backends.forEach(Backend::close);
        }
        return ExitCode.DONE.number();
    }

    private void time(Recipe recipe, List<Backend> backends) {
        List<KernelProfile> profiles =
                backends.stream().map(backend -> new KernelProfile()).toList();
        List<Backend> watched = IntStream.range(0, backends.size())
                .mapToObj(i -> profile ? profiles.get(i).watch(backends.get(i)) : backends.get(i))
                .toList();
        Runnable warm = () -> profiles.forEach(KernelProfile::clear);
        List<StepTiming> timings = StepTiming.measure(recipe, watched, warmUp(), Math.max(1, steps), warm);
        for (int i = 0; i < timings.size(); i++) {
            StepTiming timing = timings.get(i);
            print(timing, backends.get(i).name(), timings.get(0).median() / timing.median());
            profiles.get(i).entries().forEach(entry -> print(entry, timing));
        }
    }

    private void takeTurns(TimedStep step) throws IOException {
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            terminal.say(String.format(
                    Locale.ROOT,
                    "{\"batch\": %d, \"parameters\": %d, \"gflop\": %.3f, \"milliseconds\": %s}",
                    step.batch(),
                    step.parameters(),
                    step.gflop(),
                    Arrays.toString(step.runFor(Double.parseDouble(line)))));
        }
    }

    /** @param speed as a share of the first backend's */
    private void print(StepTiming timing, String backend, double speed) {
        double rate = timing.gflop() / timing.median() * 1000;
        String form = json
                ? "{\"recipe\": \"%s\", \"backend\": \"%s\", \"batch\": %d, \"milliseconds\": %.3f, \"gflops\": %.1f,"
                        + " \"allocatedKilobytes\": %.1f, \"deviceMegabytes\": %s, \"speedOfFirst\": %.3f}"
                : "%-16s %-9s %6d %12.1f %10.1f %16.1f %12s %15.2f";
        String device = timing.deviceBytes().isEmpty()
                ? json ? "null" : "-"
                : String.format(Locale.ROOT, "%.1f", timing.deviceBytes().getAsLong() / 1e6);
        terminal.say(String.format(
                Locale.ROOT,
                form,
                timing.recipe(),
                backend,
                timing.batch(),
                timing.median(),
                rate,
                timing.allocatedKilobytes(),
                device,
                speed));
    }

    private void print(KernelProfile.Entry kernel, StepTiming timing) {
        int counted = timing.milliseconds().length;
        double milliseconds = kernel.milliseconds() / counted;
        double share = 100
                * kernel.milliseconds()
                / DoubleStream.of(timing.milliseconds()).sum();
        double rate = kernel.gflop() / kernel.milliseconds() * 1000;
        String form = json
                ? "{\"recipe\": \"%s\", \"kernel\": \"%s\", \"milliseconds\": %.3f, \"gflops\": %.1f, \"share\": %.1f}"
                : "%-16s %-60s %9.2f %8.1f %5.1f %%";
        terminal.say(String.format(Locale.ROOT, form, timing.recipe(), kernel.kernel(), milliseconds, rate, share));
    }

    private StepTiming.WarmUp warmUp() {
        return warmup == null ? new StepTiming.WarmUp(20, 3) : new StepTiming.WarmUp(warmup, 0);
    }
}
