package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.train.TrainingRequest;
import org.timbrel.training.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code timbrel train}: from audio files to a tested model. */
@Command(
        name = "train",
        description = {
            "Train a recipe and test it. Without arguments: harmonynet on music that the program composes.",
            "Ctrl-C saves the run; --resume goes on with it."
        },
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final String DEFAULT_RECIPE = "harmonynet";

    private final Terminal terminal;
    private final WorkFolder work;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "One that timbrel recipes lists, or a YAML file; default harmonynet.")
    private String recipe;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder with a folder a class; default: the composed corpus.")
    private Path data;

    @Option(names = "--out", paramLabel = "RUN", description = "The run folder to make; default: one below runs/.")
    private Path out;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a run that was stopped.")
    private Path resume;

    @Mixin
    private RecipeOptions recipeOptions;

    @Mixin
    private ComputeOptions compute;

    TrainCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        TrainingRequest.Place place = new TrainingRequest.Place(
                compute.backend(), compute.threads(), work.featureCache(), Timbrel.Version.number(), commandLine());
        return resume == null ? begin(place) : goOn(place);
    }

    private int begin(TrainingRequest.Place place) throws IOException {
        String name = recipe == null ? DEFAULT_RECIPE : recipe;
        List<String> profiles = data == null ? List.of(Recipes.COMPOSED) : List.of();
        Recipe resolved = Recipes.load(name, profiles, recipeOptions.sets());
        Path folder = out == null ? work.newRun(resolved.name()) : out;
        return train(folder, place, run -> {
            Path music = data == null ? new Corpus(terminal).in(work) : data;
            String dataName = data == null ? Corpus.NAME : Corpus.nameOf(data);
            return run.train(new TrainingRequest(resolved, music, dataName, folder, place));
        });
    }

    private int goOn(TrainingRequest.Place place) throws IOException {
        if (recipe != null || out != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--resume goes on with the run's own recipe in its own folder; leave out RECIPE and --out.");
        }
        List<String> sets = recipeOptions.setsOfResume();
        return train(resume, place, run -> run.resume(resume, Optional.ofNullable(data), sets));
    }

    /** The part of a training that differs between a new run and an old one. */
    @FunctionalInterface
    private interface Job {
        MetricsEvent.Test run(TrainingRun run) throws IOException;
    }

    private int train(Path folder, TrainingRequest.Place place, Job job) throws IOException {
        StopSwitch stop = new StopSwitch(this::stoppedEarly);
        MetricsEvent.Test test;
        try (TrainingProgress progress = new TrainingProgress(terminal, stop::trainingBegins)) {
            test = job.run(new TrainingRun(place, progress, stop));
        }
        new TestResult(terminal, test).summary(folder);
        terminal.say("");
        new Table("ll")
                .row("run", folder)
                .row("report", folder.resolve("report.html"))
                .row("try it", "timbrel predict " + folder + " FILE")
                .print(terminal);
        return ExitCode.DONE.number();
    }

    private void stoppedEarly() {
        terminal.note(
                "timbrel: interrupted before the first training step; the same command begins again, and finds the"
                        + " features that were computed.");
    }

    private List<String> commandLine() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }
}
