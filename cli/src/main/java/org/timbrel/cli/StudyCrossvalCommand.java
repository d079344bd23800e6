package org.timbrel.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.training.study.CrossValidation;
import org.timbrel.training.study.RecipeSource;
import org.timbrel.training.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel study crossval}. */
@Command(
        name = "crossval",
        description = "Train a recipe on several splits by track: ten random ones, as Rai et al. do, or folds.",
        sortOptions = false)
final class StudyCrossvalCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(index = "0", paramLabel = "RECIPE", description = "One that timbrel recipes lists, or a YAML file.")
    private String recipe;

    @Option(names = "--folds", paramLabel = "K", description = "Deal the tracks to K folds and test each once.")
    private Integer folds;

    @Option(
            names = "--splits",
            paramLabel = "N",
            description = "Random splits, 80/20 unless split.test says otherwise; default: 10.")
    private Integer splits;

    @Mixin
    private StudyOptions options;

    StudyCrossvalCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        if (folds != null && splits != null) {
            throw new CommandException(ExitCode.USAGE, "--folds and --splits exclude each other; give one of them.");
        }
        if (folds != null && folds < 2) {
            throw new CommandException(ExitCode.USAGE, "--folds must be at least 2, got " + folds + ".");
        }
        if (splits != null && splits < 1) {
            throw new CommandException(ExitCode.USAGE, "--splits must be at least 1, got " + splits + ".");
        }
        RecipeSource source = options.recipeWithoutSplit("crossval", recipe);
        Study study = folds == null
                ? CrossValidation.splits(source, splits == null ? 10 : splits)
                : CrossValidation.folds(source, folds);
        return options.run("crossval", study, results -> List.of(), terminal, work);
    }
}
