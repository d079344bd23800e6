package org.timbrel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code timbrel help}: the help of the program or of one command. */
@Command(name = "help", description = "Print this help, or that of a command.")
final class HelpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "The command to explain.")
    private String name;

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine program = spec.parent().commandLine();
        CommandLine wanted = name == null ? program : program.getSubcommands().get(name);
        if (wanted == null) {
            throw new CommandException(ExitCode.USAGE, Unmatched.command(name, program));
        }
        wanted.usage(terminal.out());
        return ExitCode.DONE.number();
    }
}
