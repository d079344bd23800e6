package org.timbrel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself: its sub-commands, its help, and the way in which it fails. */
@Command(
        name = "timbrel",
        descriptionHeading = "%n",
        description = "Trains neural networks on music, in plain Java.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Timbrel.Version.class,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "timbrel help COMMAND says more. The first thing to try: timbrel train"},
        sortOptions = false,
        sortSynopsis = false)
public final class Timbrel implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "On failure, show where in the program; so does TIMBREL_DEBUG=1.")
    private boolean stacktrace;

    /** With the streams to write to, and the folder for what is given no place. */
    public Timbrel(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    public int run(String... args) {
        CommandLine line = new CommandLine(this);
        commands().forEach(line::addSubcommand);
        ServiceLoader.load(CommandProvider.class).forEach(provider -> line.addSubcommand(provider.command(terminal)));
        line.addSubcommand(new HelpCommand(terminal));
        line.getSubcommands().values().forEach(Timbrel::layOut);
        line.getSubcommands().get("study").getSubcommands().values().forEach(Timbrel::layOut);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setUsageHelpAutoWidth(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(this::mistyped);
        line.setExecutionExceptionHandler((e, command, result) -> failed(e));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return failed(e);
        }
    }

    private static void layOut(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .sortSynopsis(false)
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n");
    }

    private List<Object> commands() {
        return List.of(
                new TrainCommand(terminal, work),
                new EvaluateCommand(terminal, work),
                new PredictCommand(terminal),
                new FeaturesCommand(terminal),
                new RecipesCommand(terminal),
                new InspectCommand(terminal),
                new TraceCommand(terminal),
                StudyCommand.line(terminal, work),
                new ComposeCommand(terminal),
                new DevicesCommand(terminal));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.out());
        return ExitCode.DONE.number();
    }

    private int mistyped(ParameterException e, String[] args) {
        String sentence = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched) {
            sentence = Unmatched.sentence(unmatched);
        }
        terminal.note("timbrel: " + sentence);
        terminal.note("timbrel help" + (e.getCommandLine().getParent() == null ? "" : " " + name(e))
                + " says what can be typed.");
        trace(e);
        return ExitCode.USAGE.number();
    }

    private static String name(ParameterException e) {
        return e.getCommandLine().getCommandName();
    }

    private int failed(Throwable e) {
        Failure failure = Failure.of(e);
        terminal.note("timbrel: " + failure.message());
        trace(e);
        return failure.code().number();
    }

    private void trace(Throwable e) {
        if (stacktrace || System.getenv("TIMBREL_DEBUG") != null) {
            e.printStackTrace(terminal.err());
        }
    }

    /** The version that the build wrote down. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"timbrel " + number() + ", Java " + Runtime.version()};
        }

        static String number() {
            Properties properties = new Properties();
            try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version");
        }
    }
}
