package org.timbrel.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.train.FilePredictor;
import org.timbrel.training.train.FilePredictor.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel predict}: the genre of any audio file. */
@Command(
        name = "predict",
        description = "Say which class audio files belong to, with probabilities: the mean over a file's segments.",
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {
    private static final int BAR = 20;

    /** For more files than these, kernels that are slow until they are warm have an answer sooner. */
    private static final int BRIEF_FILES = 8;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run.")
    private Path run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Audio files.")
    private List<Path> files;

    @Option(names = "--top", paramLabel = "K", defaultValue = "3", description = "How many classes to show; default 3.")
    private int top;

    @Option(names = "--json", description = "Print one JSON array with every class of every file.")
    private boolean json;

    @Mixin
    private ComputeOptions compute;

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new CommandException(ExitCode.USAGE, "--top must be at least 1, got " + top + ".");
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        int unusable = 0;
        BackendOptions options = new BackendOptions(compute.threads(), files.size() <= BRIEF_FILES);
        try (FilePredictor predictor = FilePredictor.open(run, compute.backend(), options)) {
            for (Path file : files) {
                try {
                    Verdict verdict = predictor.predict(file);
                    if (json) {
                        answers.add(fields(verdict, predictor.classes()));
                    } else {
                        print(verdict, predictor.classes());
                    }
                } catch (UnusableFileException e) {
                    if (files.size() == 1) {
                        throw e;
                    }
                    terminal.note("timbrel: " + e.getMessage());
                    unusable++;
                }
            }
        }
        if (json) {
            terminal.say(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answers));
        }
        if (unusable > 0) {
            throw new CommandException(
                    ExitCode.BAD_DATA, unusable + " of " + files.size() + " files could not be used.");
        }
        return ExitCode.DONE.number();
    }

    private void print(Verdict verdict, List<String> classes) {
        terminal.say(
                verdict.file() + "  (" + verdict.segments() + (verdict.segments() == 1 ? " segment)" : " segments)"));
        Table table = new Table("llrl");
        ranked(verdict).stream().limit(top).forEach(c -> {
            double probability = verdict.probabilities().get(c);
            table.row("", classes.get(c), String.format(Locale.ROOT, "%.3f", probability), "#".repeat((int)
                            Math.round(BAR * probability)));
        });
        table.print(terminal);
    }

    private static Map<String, Object> fields(Verdict verdict, List<String> classes) {
        List<Integer> ranked = ranked(verdict);
        Map<String, Object> probabilities = new LinkedHashMap<>();
        ranked.forEach(
                c -> probabilities.put(classes.get(c), verdict.probabilities().get(c)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", verdict.file().toString());
        fields.put("class", classes.get(ranked.get(0)));
        fields.put("segments", verdict.segments());
        fields.put("probabilities", probabilities);
        return fields;
    }

    /** Class indices, the most probable first. */
    private static List<Integer> ranked(Verdict verdict) {
        return IntStream.range(0, verdict.probabilities().size())
                .boxed()
                .sorted(Comparator.comparing(verdict.probabilities()::get).reversed())
                .toList();
    }
}
