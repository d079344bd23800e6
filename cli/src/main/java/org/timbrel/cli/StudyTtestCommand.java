package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.training.study.AccuracyTable;
import org.timbrel.training.study.FinishedRuns;
import org.timbrel.training.study.PairedTest;
import org.timbrel.training.study.StudyReport;
import org.timbrel.training.study.StudyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code timbrel study ttest}. */
@Command(
        name = "ttest",
        description = {
            "Is one model better than another? A paired two-tailed t-test over the tracks that both were tested on, as Chen"
                    + " has it, and McNemar's test.",
            "FIRST and SECOND are folders of runs, or of studies, whose runs all count."
        },
        sortOptions = false)
final class StudyTtestCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FIRST", description = "A tested run, or a study of them.")
    private Path first;

    @Parameters(index = "1", paramLabel = "SECOND", description = "Another, on the same data and split.")
    private Path second;

    @Option(names = "--out", paramLabel = "STUDY", description = "The folder to make; default: one below runs/.")
    private Path out;

    StudyTtestCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        FinishedRuns left = FinishedRuns.read(first);
        FinishedRuns right = FinishedRuns.read(second);
        String protocol = left.protocol().equals(right.protocol())
                ? left.protocol()
                : left.protocol() + " against " + right.protocol();
        StudyTable test = PairedTest.table(
                List.of(PairedTest.of(left.decisions(), right.decisions()).row(left.name(), right.name(), protocol)));
        List<StudyTable> tables = List.of(test, AccuracyTable.sideBySide(left, right));
        Path folder = out == null ? work.newRun("study-ttest") : out;
        new StudyReport(
                        folder,
                        first + " against " + second,
                        List.of("p is the chance of a difference at least so large if there is none."),
                        spec.root().commandLine().getParseResult().originalArgs())
                .write(tables);
        tables.forEach(table -> StudyOptions.show(terminal, table));
        terminal.say("report  " + folder.resolve("report.html"));
        return ExitCode.DONE.number();
    }
}
