package org.timbrel.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.timbrel.training.study.Ablation;
import org.timbrel.training.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private StudyOptions options;

    StudyAblationCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        Study study = Ablation.of(options.recipe(recipe));
        return options.run("ablation", () -> study, terminal, work);
    }
}
