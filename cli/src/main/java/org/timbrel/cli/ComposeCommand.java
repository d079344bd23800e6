package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.timbrel.audio.compose.CorpusManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code timbrel compose}: music of the program's own, to train on. */
@Command(
        name = "compose",
        description = {
            "Compose music in ten styles and write it as WAV files, a folder a style, 22,050 Hz mono.",
            "The same seed gives the same bytes."
        },
        sortOptions = false)
final class ComposeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write to.")
    private Path out;

    @Option(
            names = "--tracks",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many, over all styles; default 200.")
    private int tracks;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "Length of each; default 10.")
    private double seconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the composer; default 1.")
    private long seed;

    ComposeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CorpusManifest size;
        try {
            size = new CorpusManifest(CorpusManifest.GENERATOR, tracks, seconds, seed);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
        new Corpus(terminal).compose(out, size);
        return ExitCode.DONE.number();
    }
}
