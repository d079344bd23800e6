package org.timbrel.audio.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.timbrel.audio.wav.WavWriter;

/**
 * The composed corpus as a folder of WAV files, a folder a style: {@code blues/blues.00000.wav} and so on. Track
 * {@code i} has style {@code i mod 10}, and its sound depends on the seed, its number and its length alone, so a larger
 * corpus of the same seed begins with the smaller one.
 */
public final class ComposedCorpus {
    private final int threads;

    /** @param threads how many tracks are rendered at once, at least 1; the files do not depend on it */
    public ComposedCorpus(int threads) {
        this.threads = threads;
    }

    /** Hears of each track that is done; called from several threads, one call at a time. */
    public interface Progress {
        void done(int tracks, int ofTracks);
    }

    public CorpusManifest write(Path dir, int tracks, double seconds, long seed, Progress progress) throws IOException {
        CorpusManifest manifest = new CorpusManifest(CorpusManifest.VERSION, tracks, seconds, seed);
        ScoreRenderer renderer = new ScoreRenderer();
        for (Style style : Styles.all()) {
            Files.createDirectories(dir.resolve(style.name()));
        }
        AtomicInteger done = new AtomicInteger();
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(() -> IntStream.range(0, tracks).parallel().forEach(track -> {
                        writeTrack(dir, track, manifest, renderer);
                        progress.done(done.incrementAndGet(), tracks);
                    }))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        } finally {
            pool.shutdown();
        }
        return manifest;
    }

    private static void writeTrack(Path dir, int track, CorpusManifest manifest, ScoreRenderer renderer) {
        List<Style> styles = Styles.all();
        Style style = styles.get(track % styles.size());
        int number = track / styles.size();
        Score score = new Composer(style).compose(manifest.seconds(), new SplitMix64(manifest.seed() + number).nextLong());
        Path file = dir.resolve(style.name())
                .resolve(String.format(Locale.ROOT, "%s.%05d.wav", style.name(), number));
        try {
            WavWriter.write(file, renderer.render(score));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
