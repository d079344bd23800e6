package org.timbrel.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code timbrel study}: several runs that answer one question. */
@Command(
        name = "study",
        description = {
            "Train several runs that answer one question, and put them in one table.",
            "Ctrl-C saves a study; the same command with the same --out goes on with it."
        },
        synopsisSubcommandLabel = "KIND",
        commandListHeading = "%nKinds:%n")
final class StudyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** With its kinds. */
    static CommandLine line(Terminal terminal, WorkFolder work) {
        CommandLine line = new CommandLine(new StudyCommand());
        List.of(
                        new StudyCrossvalCommand(terminal, work),
                        new StudyAblationCommand(terminal, work),
                        new StudyFeaturesCommand(terminal, work),
                        new StudySplitsCommand(terminal, work),
                        new StudyTuningCommand(terminal, work),
                        new StudyEnsembleCommand(terminal, work),
                        new StudyTtestCommand(terminal, work))
                .forEach(line::addSubcommand);
        return line;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "study wants to know which: "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
