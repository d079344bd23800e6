package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.study.Ensemble;
import org.timbrel.training.study.FinishedRuns;
import org.timbrel.training.study.StudyReport;
import org.timbrel.training.study.StudyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code timbrel study ensemble}. */
@Command(
        name = "ensemble",
        description = {
            "Average the probabilities of runs that were tested on the same tracks, against each alone.",
            "RUN is the folder of a run, or of a study, whose runs all count."
        },
        sortOptions = false)
final class StudyEnsembleCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders of tested runs.")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "STUDY", description = "The folder to make; default: one below runs/.")
    private Path out;

    StudyEnsembleCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, ClassificationResult> results = new LinkedHashMap<>();
        Map<String, String> protocols = new LinkedHashMap<>();
        for (Path path : runs) {
            FinishedRuns found = FinishedRuns.read(path);
            for (int i = 0; i < found.results().size(); i++) {
                String name = found.results().size() == 1 ? path.toString() : path + ", run " + (i + 1);
                results.put(name, found.results().get(i));
            }
            protocols.put(found.protocol(), "");
        }
        if (results.size() < 2) {
            throw new CommandException(ExitCode.USAGE, "an ensemble needs at least two runs, got 1.");
        }
        StudyTable table = Ensemble.table(results, String.join("; ", protocols.keySet()));
        Path folder = out == null ? work.newRun("study-ensemble") : out;
        new StudyReport(
                        folder,
                        "Ensemble of " + results.size() + " runs",
                        List.of(),
                        spec.root().commandLine().getParseResult().originalArgs())
                .write(List.of(table));
        StudyOptions.show(terminal, table);
        terminal.say("report  " + folder.resolve("report.html"));
        return ExitCode.DONE.number();
    }
}
