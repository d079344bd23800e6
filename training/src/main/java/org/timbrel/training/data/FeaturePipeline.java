package org.timbrel.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Computes the features of a whole data set, several files at a time, or takes them from the cache. */
public final class FeaturePipeline {
    private final FeatureExtractor extractor;
    private final FeatureCache cache;
    private final int threads;

    /** @param threads files worked on at a time; the result does not depend on it */
    public FeaturePipeline(FeatureExtractor extractor, FeatureCache cache, int threads) {
        this.extractor = extractor;
        this.cache = cache;
        this.threads = threads;
    }

    /** What became of one file. */
    private record Outcome(FeatureBlock block, boolean computed, String reason) {}

    /**
     * The features of every file that can be used.
     *
     * @param progress told the number of files done, after each
     * @throws DataException if a class is left without any file
     * @throws java.io.UncheckedIOException if the cache cannot be written
     */
    public FeatureSet prepare(AudioDataSet dataSet, IntConsumer progress) {
        List<TrackFeatures> usable = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>(dataSet.leftOut());
        int computed = 0;
        String fingerprint = extractor.fingerprint();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (Track track : dataSet.tracks()) {
                Callable<Outcome> task = () -> outcome(track.path(), fingerprint);
                outcomes.add(workers.submit(task));
            }
            for (int i = 0; i < outcomes.size(); i++) {
                Track track = dataSet.tracks().get(i);
                Outcome outcome = get(outcomes.get(i));
                if (outcome.block() == null) {
                    leftOut.add(new LeftOut(track.name(), outcome.reason()));
                } else {
                    usable.add(new TrackFeatures(track, outcome.block()));
                    computed += outcome.computed() ? 1 : 0;
                }
                progress.accept(i + 1);
            }
        } finally {
            finish(workers);
        }
        requireEveryClass(dataSet, usable, leftOut);
        return new FeatureSet(dataSet.classes(), usable, leftOut, extractor.frames(), extractor.bins(), computed);
    }

    private Outcome outcome(Path file, String fingerprint) {
        try {
            Path place = cache.place(file, fingerprint);
            Optional<FeatureBlock> cached = cache.load(place, extractor.frames(), extractor.bins());
            if (cached.isPresent()) {
                return new Outcome(cached.get(), false, null);
            }
            FeatureBlock block = extractor.extract(file);
            cache.store(place, block);
            // Mapped rather than kept, so that a large data set does not fill the heap.
            return new Outcome(
                    cache.load(place, extractor.frames(), extractor.bins()).orElse(block), true, null);
        } catch (UnusableFileException e) {
            return new Outcome(null, false, e.reason());
        } catch (IOException e) {
            return new Outcome(null, false, "reading it failed: " + IoReason.of(e));
        }
    }

    /** Also after a failure, nothing is read or written any more once the caller goes on. */
    private static void finish(ExecutorService workers) {
        workers.shutdownNow();
        try {
            boolean ended = false;
            while (!ended) {
                ended = workers.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome get(Future<Outcome> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("computing features was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void requireEveryClass(AudioDataSet dataSet, List<TrackFeatures> usable, List<LeftOut> leftOut) {
        for (int label = 0; label < dataSet.classes().size(); label++) {
            int wanted = label;
            if (usable.stream().noneMatch(t -> t.track().label() == wanted)) {
                String name = dataSet.classes().get(label);
                LeftOut first = leftOut.stream()
                        .filter(l -> l.name().startsWith(name + "/"))
                        .findFirst()
                        .orElseThrow();
                throw new DataException("No file of the class \"" + name + "\" can be used; " + first.name() + ": "
                        + first.reason() + ".");
            }
        }
    }
}
