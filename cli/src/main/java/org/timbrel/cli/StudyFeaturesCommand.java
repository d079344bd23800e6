package org.timbrel.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.study.FeatureStudy;
import org.timbrel.training.study.RecipeSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel study features}. */
@Command(
        name = "features",
        description = {
            "What each group of features is worth: one alone, all but one, and all, as Li does.",
            "Groups: mfcc, spectral-centroid, chroma, spectral-contrast, zero-crossing-rate, rms, amplitude-statistics."
        },
        sortOptions = false)
final class StudyFeaturesCommand implements Callable<Integer> {
    private static final List<String> LI = List.of("li-cnn", "li-lstm");

    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(
            arity = "0..*",
            paramLabel = "RECIPE",
            description = "Models to train, by name or YAML file; default: Li's, as far as timbrel recipes lists them.")
    private List<String> recipes = List.of();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs a line, each with its own seed and split; default: 5, as Li.")
    private int repeats;

    @Mixin
    private StudyOptions options;

    StudyFeaturesCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        if (repeats < 1) {
            throw new CommandException(ExitCode.USAGE, "--repeats must be at least 1, got " + repeats + ".");
        }
        List<String> chosen =
                recipes.isEmpty() ? LI.stream().filter(Recipes.list()::contains).toList() : recipes;
        if (chosen.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "study features wants a recipe to train; timbrel recipes lists them.");
        }
        List<RecipeSource> sources = chosen.stream().map(options::recipe).toList();
        return options.run("features", new FeatureStudy(sources, repeats), terminal, work);
    }
}
