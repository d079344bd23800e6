package org.timbrel.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.timbrel.training.study.Ablation;
import org.timbrel.training.study.RecipeSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel study ablation}. */
@Command(
        name = "ablation",
        description = "What the LSTM, longer segments and their overlap are worth: Rai et al.'s three ablations.",
        sortOptions = false)
final class StudyAblationCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RECIPE",
            defaultValue = "harmonynet",
            description = "A CNN-LSTM; default: harmonynet.")
    private String recipe;

    @Option(
            names = "--splits",
            paramLabel = "N",
            description = "Random splits by track, as the paper's ten; default: the split of the recipe.")
    private Integer splits;

    @Mixin
    private StudyOptions options;

    StudyAblationCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        if (splits != null && splits < 1) {
            throw new CommandException(ExitCode.USAGE, "--splits must be at least 1, got " + splits + ".");
        }
        RecipeSource source =
                splits == null ? options.recipe(recipe) : options.recipeWithoutSplit("ablation --splits", recipe);
        return options.run("ablation", new Ablation(source, splits == null ? 0 : splits), terminal, work);
    }
}
