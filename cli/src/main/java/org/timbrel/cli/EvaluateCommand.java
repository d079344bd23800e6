package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.train.TrainingRequest;
import org.timbrel.training.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel evaluate}: the test of a run, once more. */
@Command(
        name = "evaluate",
        description = "Test the weights of a run on the tracks that it has not seen, and write its report anew.",
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run.")
    private Path run;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the run's data are now; default: where they were.")
    private Path data;

    @Mixin
    private ComputeOptions compute;

    EvaluateCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        TrainingRequest.Place place = new TrainingRequest.Place(
                compute.backend(), compute.threads(), work.featureCache(), Timbrel.Version.number(), List.of());
        MetricsEvent.Test test;
        try (TrainingProgress progress = new TrainingProgress(terminal, () -> {})) {
            test = new TrainingRun(place, progress, () -> false).evaluate(run, Optional.ofNullable(data));
        }
        TestResult result = new TestResult(terminal, test);
        result.summary(run);
        terminal.say("");
        result.classes();
        return ExitCode.DONE.number();
    }
}
