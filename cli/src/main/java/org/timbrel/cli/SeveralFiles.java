package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works on several files, one a processor at a time, and hands the results over in the order of the files. */
final class SeveralFiles implements AutoCloseable {
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    /**
     * What is done with one file.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        /** Works on {@code file}, whose result has its place below the folder of all results. */
        T on(Path file, Path place) throws IOException;
    }

    /** Begins with every file; each result can be waited for by {@link #get}. */
    <T> Map<Path, Future<T>> begin(Map<Path, Path> places, Work<T> work) {
        Map<Path, Future<T>> results = new LinkedHashMap<>();
        places.forEach((file, place) -> results.put(file, workers.submit(() -> work.on(file, place))));
        return results;
    }

    /**
     * The result for one file.
     *
     * @throws IOException what the work threw
     */
    static <T> T get(Future<T> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for a file was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new IllegalStateException("a file could not be worked on: " + e.getCause(), e.getCause());
        }
    }

    /** Leaves out what has not begun. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
