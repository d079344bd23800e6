package org.timbrel.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where things go that were given no place: {@code runs/} and {@code .timbrel/} in the current folder. */
final class WorkFolder {
    private static final Path HIDDEN = Path.of(".timbrel");
    private static final Path RUNS = Path.of("runs");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private WorkFolder() {}

    /** Features that were computed once. */
    static Path featureCache() {
        return HIDDEN.resolve("cache");
    }

    /** The composed corpus with these settings. */
    static Path composedCorpus(CorpusSize size) {
        return HIDDEN.resolve(
                "composed-corpus-" + size.tracks() + "x" + size.secondsText() + "s-seed" + size.seed());
    }

    /** A folder that is not there yet, for a run of a recipe. */
    static Path newRun(String recipe) {
        String name = recipe + "-" + LocalDateTime.now().format(STAMP);
        Path path = RUNS.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = RUNS.resolve(name + "-" + i);
        }
        return path;
    }
}
