package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.study.CrossValidation;
import org.timbrel.training.study.Ensemble;
import org.timbrel.training.study.EnsembleStudy;
import org.timbrel.training.study.FinishedRuns;
import org.timbrel.training.study.PartResult;
import org.timbrel.training.study.RecipeSource;
import org.timbrel.training.study.StudyReport;
import org.timbrel.training.study.StudyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code timbrel study ensemble}. */
@Command(
        name = "ensemble",
        description = {
            "Average the probabilities of models and runs that are tested on the same tracks, against each alone.",
            "RUN is the folder of a run or of a study, which is read; RECIPE is trained, on its own split, or on those of"
                    + " --folds or --splits."
        },
        sortOptions = false)
final class StudyEnsembleCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN|RECIPE",
            description = "Folders of tested runs or studies; recipes by name or YAML file.")
    private List<String> members;

    @Mixin
    private SplitOptions splits;

    @Mixin
    private SeedOptions seeds;

    @Mixin
    private StudyOptions options;

    StudyEnsembleCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        List<RecipeSource> sources = new ArrayList<>();
        List<PartResult> finished = new ArrayList<>();
        for (String member : members) {
            if (Recipes.list().contains(member) || Files.isRegularFile(Path.of(member))) {
                sources.add(splits.given() ? options.recipeWithoutSplit("ensemble", member) : options.recipe(member));
            } else if (Files.isDirectory(Path.of(member))) {
                finished.addAll(FinishedRuns.read(Path.of(member)).runs());
            } else {
                throw new CommandException(
                        ExitCode.USAGE,
                        member + " is neither a folder of runs nor a recipe; timbrel recipes lists those.");
            }
        }
        return sources.isEmpty() ? read(finished) : train(sources, finished);
    }

    private int train(List<RecipeSource> sources, List<PartResult> finished) throws IOException {
        CrossValidation trained =
                splits.given() ? splits.on(sources, seeds.seeds()) : CrossValidation.own(sources, seeds.seeds());
        if (finished.isEmpty() && sources.size() == 1 && seeds.seeds().number() == 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "an ensemble needs at least two members, got " + members.get(0)
                            + " alone; give another, or --seeds 3.");
        }
        return options.run("ensemble", new EnsembleStudy(trained, finished), terminal, work);
    }

    private int read(List<PartResult> finished) throws IOException {
        String idle = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !name.equals("--out"))
                .collect(Collectors.joining(", "));
        if (!idle.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "folders of runs are only read, nothing is trained; leave out " + idle + ".");
        }
        Ensemble ensemble = Ensemble.of(finished);
        List<StudyTable> tables = new ArrayList<>(List.of(ensemble.table(Map.of())));
        tables.addAll(ensemble.pairs());
        Path folder = options.folder("ensemble", work);
        new StudyReport(
                        folder,
                        "Ensemble of " + String.join(", ", members),
                        List.of(),
                        spec.root().commandLine().getParseResult().originalArgs())
                .write(tables);
        tables.forEach(table -> StudyOptions.show(terminal, table));
        terminal.say("report  " + folder.resolve("report.html"));
        return ExitCode.DONE.number();
    }
}
