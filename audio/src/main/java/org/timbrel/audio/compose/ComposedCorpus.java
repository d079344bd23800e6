package org.timbrel.audio.compose;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.timbrel.audio.wav.WavWriter;

/**
 * The composed corpus as a folder of WAV files (22,050 Hz, mono, 16 bit), a folder a style:
 * {@code blues/blues.00000.wav} and so on. Track {@code i} has style {@code i mod 10}; its sound depends on the seed,
 * its style, its number within the style and its length alone, so a larger corpus begins with the smaller one of the
 * same seed.
 */
public final class ComposedCorpus {
    private final int threads;

    /**
     * @param threads how many tracks are made at once, at least 1; the files do not depend on it
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public ComposedCorpus(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("Composing needs at least 1 thread, but got " + threads + ".");
        }
        this.threads = threads;
    }

    /** Hears of each track that is done, on the thread that called {@code write}. */
    @FunctionalInterface
    public interface Progress {
        void done(int tracks, int ofTracks);
    }

    /**
     * Makes the corpus in {@code dir}. Each file is whole or not there; a folder that an earlier call with the same
     * numbers has left unfinished is completed, and a finished one is left as it is.
     *
     * @param dir made if it is not there
     * @param tracks of all styles together, at least 1
     * @param seconds length of each track, above 0
     * @return what was made
     * @throws IllegalArgumentException if {@code tracks} or {@code seconds} is out of range
     * @throws FileAlreadyExistsException if {@code dir} holds something else; the message says what
     * @throws IOException if a file can't be written
     */
    public CorpusManifest write(Path dir, int tracks, double seconds, long seed, Progress progress) throws IOException {
        CorpusManifest manifest = new CorpusManifest(CorpusManifest.GENERATOR, tracks, seconds, seed);
        ScoreRenderer renderer = new ScoreRenderer();
        claim(dir, manifest);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Path>> files = new ArrayList<>();
            for (int track = 0; track < tracks; track++) {
                int number = track;
                files.add(workers.submit(() -> writeTrack(dir, number, manifest, renderer)));
            }
            for (int done = 1; done <= tracks; done++) {
                files.get(done - 1).get();
                progress.done(done, tracks);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Composing was interrupted; the same command goes on with it.");
        } catch (ExecutionException e) {
            throw new IOException(
                    "A track could not be written to " + dir + ": "
                            + e.getCause().getMessage(),
                    e);
        } finally {
            workers.shutdownNow();
        }
        return manifest;
    }

    /** Makes the folder, or sees that it is this corpus's own. */
    private static void claim(Path dir, CorpusManifest manifest) throws IOException {
        Files.createDirectories(dir);
        Optional<CorpusManifest> present = CorpusManifest.read(dir);
        if (present.isPresent() && !present.get().equals(manifest)) {
            throw new FileAlreadyExistsException(dir + " holds another composed corpus (" + present.get()
                    + ") than the one wanted (" + manifest + "): choose another folder or delete it.");
        }
        if (present.isEmpty()) {
            try (Stream<Path> entries = Files.list(dir)) {
                if (entries.findAny().isPresent()) {
                    throw new FileAlreadyExistsException(
                            dir + " is not empty and holds no composed corpus: choose another folder for the corpus.");
                }
            }
            manifest.write(dir);
        }
        for (Style style : Styles.all()) {
            Files.createDirectories(dir.resolve(style.name()));
        }
    }

    private static Path writeTrack(Path dir, int track, CorpusManifest manifest, ScoreRenderer renderer)
            throws IOException {
        List<Style> styles = Styles.all();
        Style style = styles.get(track % styles.size());
        int number = track / styles.size();
        Path file = dir.resolve(style.name()).resolve(String.format(Locale.ROOT, "%s.%05d.wav", style.name(), number));
        if (!Files.exists(file)) {
            long trackSeed =
                    new SplitMix64(manifest.seed()).stream("track " + number).nextLong();
            WavWriter.write(file, renderer.render(new Composer(style).compose(manifest.seconds(), trackSeed)));
        }
        return file;
    }
}
