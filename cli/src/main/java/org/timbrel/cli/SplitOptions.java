package org.timbrel.cli;

import java.util.List;
import org.timbrel.training.study.CrossValidation;
import org.timbrel.training.study.RecipeSource;
import org.timbrel.training.study.Seeds;
import picocli.CommandLine.Option;

/** On how many splits by track a study trains. */
final class SplitOptions {
    @Option(names = "--folds", paramLabel = "K", description = "Deal the tracks to K folds and test each once.")
    private Integer folds;

    @Option(
            names = "--splits",
            paramLabel = "N",
            description = "Random splits, 80/20 unless split.test says otherwise; default: 10.")
    private Integer splits;

    /** Whether something was asked for. */
    boolean given() {
        return folds != null || splits != null;
    }

    /** The runs. */
    CrossValidation on(List<RecipeSource> sources, Seeds seeds) {
        if (folds != null && splits != null) {
            throw new CommandException(ExitCode.USAGE, "--folds and --splits exclude each other; give one of them.");
        }
        if (folds != null && folds < 2) {
            throw new CommandException(ExitCode.USAGE, "--folds must be at least 2, got " + folds + ".");
        }
        if (splits != null && splits < 1) {
            throw new CommandException(ExitCode.USAGE, "--splits must be at least 1, got " + splits + ".");
        }
        return folds == null
                ? CrossValidation.splits(sources, splits == null ? 10 : splits, seeds)
                : CrossValidation.folds(sources, folds, seeds);
    }
}
