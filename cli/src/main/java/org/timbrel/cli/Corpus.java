package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.timbrel.audio.compose.ComposedCorpus;
import org.timbrel.audio.compose.CorpusManifest;
import org.timbrel.engine.backend.BackendOptions;

/** Has the composed corpus written, and shows how that goes. */
final class Corpus {
    /** What its data are called wherever a figure of them stands. */
    static final String NAME = "composed corpus";

    /** What {@code timbrel train} composes if it is given no data. */
    static final CorpusManifest DEFAULT = new CorpusManifest(CorpusManifest.GENERATOR, 200, 10, 1);

    private final Terminal terminal;

    Corpus(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What the data of a folder are called: its own name, but a composed corpus never hides what it is. */
    static String nameOf(Path folder) throws IOException {
        return CorpusManifest.read(folder).isPresent()
                ? NAME
                : String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /** Writes it into a folder; tracks that are there already stay. */
    void compose(Path folder, CorpusManifest size) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.FAILED, folder + " is a file; name a folder for the corpus.");
        }
        long begun = System.nanoTime();
        ComposedCorpus corpus = new ComposedCorpus(BackendOptions.defaults().threads());
        try (ProgressBar bar = new ProgressBar(terminal)) {
            corpus.write(
                    folder,
                    size.tracks(),
                    size.seconds(),
                    size.seed(),
                    (done, total) -> bar.show("composing", done, total, "tracks"));
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
        }
        terminal.say(String.format(
                Locale.ROOT,
                "Composed corpus: %d tracks of %s s, seed %d, in %s (%.1f s)",
                size.tracks(),
                size.seconds(),
                size.seed(),
                folder,
                (System.nanoTime() - begun) / 1e9));
    }

    /** The folder of the default corpus; what of it is not there yet is composed. */
    Path in(WorkFolder work) throws IOException {
        Path folder = work.composedCorpus(DEFAULT);
        compose(folder, DEFAULT);
        return folder;
    }
}
