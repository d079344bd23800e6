package org.timbrel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
        addCommands(line, args.length == 0 ? "" : args[0]);
        line.getSubcommands().values().forEach(Timbrel::layOut);
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

    /** Only the one command where the first word names it: picocli takes 20 ms a command to find out what it can do. */
    private void addCommands(CommandLine line, String first) {
        Map<String, Supplier<Object>> own = commands();
        if (own.containsKey(first)) {
            line.addSubcommand(own.get(first).get());
            return;
        }
        own.values().forEach(command -> line.addSubcommand(command.get()));
        ServiceLoader.load(CommandProvider.class).forEach(provider -> line.addSubcommand(provider.command(terminal)));
        line.addSubcommand(new HelpCommand(terminal));
    }

    private static void layOut(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .sortSynopsis(false)
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n");
        command.getSubcommands().values().forEach(Timbrel::layOut);
    }

    private Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("train", () -> new TrainCommand(terminal, work));
        commands.put("evaluate", () -> new EvaluateCommand(terminal, work));
        commands.put("predict", () -> new PredictCommand(terminal));
        commands.put("features", () -> new FeaturesCommand(terminal));
        commands.put("recipes", () -> new RecipesCommand(terminal));
        commands.put("inspect", () -> new InspectCommand(terminal));
        commands.put("trace", () -> new TraceCommand(terminal));
        commands.put("study", () -> StudyCommand.line(terminal, work));
        commands.put("compose", () -> new ComposeCommand(terminal));
        commands.put("devices", () -> new DevicesCommand(terminal));
        return commands;
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
