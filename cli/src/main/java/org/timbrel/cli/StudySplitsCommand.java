package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.timbrel.training.study.SplitProtocols;
import org.timbrel.training.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel study splits}. */
@Command(
        name = "splits",
        description = "One model under leaky, by-track, fault-filtered and artist-filtered splits.",
        sortOptions = false)
final class StudySplitsCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(index = "0", paramLabel = "RECIPE", description = "One that timbrel recipes lists, or a YAML file.")
    private String recipe;

    @Option(
            names = "--fault-filtered",
            paramLabel = "DIR",
            description = "Holds train_filtered.txt, valid_filtered.txt, test_filtered.txt (Kereliuk, Sturm, Larsen).")
    private Path faultFiltered;

    @Option(
            names = "--artist-filtered",
            paramLabel = "DIR",
            description = "Holds f1_train.txt, f1_test.txt and so on to f3 (Foleiss).")
    private Path artistFiltered;

    @Mixin
    private StudyOptions options;

    StudySplitsCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        Study study = SplitProtocols.of(
                options.recipeWithoutSplit("splits", recipe),
                Optional.ofNullable(faultFiltered),
                Optional.ofNullable(artistFiltered));
        return options.run("splits", () -> study, terminal, work);
    }
}
