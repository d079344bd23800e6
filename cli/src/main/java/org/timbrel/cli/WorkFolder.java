package org.timbrel.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.timbrel.audio.compose.CorpusManifest;

/**
 * Where things go that were given no place: {@code runs/} and {@code .timbrel/} in one folder.
 *
 * @param path the folder; the empty path for the current one
 */
public record WorkFolder(Path path) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    /** Features that were computed once. */
    Path featureCache() {
        return path.resolve(".timbrel").resolve("cache");
    }

    /** The composed corpus with these settings. */
    Path composedCorpus(CorpusManifest corpus) {
        return path.resolve(".timbrel")
                .resolve("composed-corpus-v" + corpus.generator() + "-" + corpus.tracks() + "x" + corpus.seconds()
                        + "s-seed" + corpus.seed());
    }

    /** A folder that is not there yet, for a run of a recipe. */
    Path newRun(String recipe) {
        String name = recipe + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
        Path runs = path.resolve("runs");
        Path run = runs.resolve(name);
        for (int i = 2; Files.exists(run); i++) {
            run = runs.resolve(name + "-" + i);
        }
        return run;
    }
}
