package org.timbrel.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.training.study.RecipeSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code timbrel study crossval}. */
@Command(
        name = "crossval",
        description = "Train recipes on several splits by track: ten random ones, as Rai et al. do, or folds.",
        sortOptions = false)
final class StudyCrossvalCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(
            arity = "1..*",
            paramLabel = "RECIPE",
            description = "Those that timbrel recipes lists, or YAML files; several stand in one table.")
    private List<String> recipes;

    @Mixin
    private SplitOptions splits;

    @Mixin
    private SeedOptions seeds;

    @Mixin
    private StudyOptions options;

    StudyCrossvalCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        List<RecipeSource> sources = recipes.stream()
                .map(recipe -> options.recipeWithoutSplit("crossval", recipe))
                .toList();
        return options.run("crossval", splits.on(sources, seeds.seeds()), terminal, work);
    }
}
