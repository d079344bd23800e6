package org.timbrel.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.timbrel.audio.compose.ComposedCorpus;
import org.timbrel.engine.backend.BackendOptions;

/** Has the composed corpus written, and shows how that goes. */
final class Corpus {
    /** What its data are called wherever a figure of them stands. */
    static final String NAME = "composed corpus";

    private final Terminal terminal;

    Corpus(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What the data of a folder are called: the folder's own name. */
    static String nameOf(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /** Writes it into a folder. */
    void compose(Path folder, CorpusSize size) throws IOException {
        long begun = System.nanoTime();
        ComposedCorpus corpus = new ComposedCorpus(BackendOptions.defaults().threads());
        try (ProgressBar bar = new ProgressBar(terminal)) {
            corpus.write(
                    folder,
                    size.tracks(),
                    size.seconds(),
                    size.seed(),
                    (done, total) -> bar.show("composing", done, total, "tracks"));
        }
        terminal.say(String.format(
                Locale.ROOT,
                "Composed %d tracks of %s s in %.1f s: %s",
                size.tracks(),
                size.secondsText(),
                (System.nanoTime() - begun) / 1e9,
                folder));
    }

    /**
     * The folder of the default corpus, composed if it isn't there yet. An interruption leaves no half of it under that
     * name, and a second process waits for the first.
     */
    Path in(WorkFolder work) throws IOException {
        Path folder = work.composedCorpus(CorpusSize.DEFAULT);
        Files.createDirectories(folder.getParent());
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            if (Files.isDirectory(folder)) {
                terminal.say("Composed corpus: " + folder);
            } else {
                Path part = folder.resolveSibling(folder.getFileName() + ".part");
                compose(part, CorpusSize.DEFAULT);
                Files.move(part, folder);
            }
        }
        return folder;
    }
}
