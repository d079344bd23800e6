package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.timbrel.training.data.DataException;
import org.timbrel.training.recipe.RecipeException;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.run.RunFolder;
import org.timbrel.training.train.DivergedException;
import org.timbrel.training.train.InterruptedTrainingException;
import org.timbrel.training.train.TrainingRequest;
import org.timbrel.training.train.TrainingRun;

/**
 * Trains the parts of a study, each as an ordinary run in a folder of its own below {@code parts/}. A part that is
 * finished is not trained again, one that was interrupted goes on, to the same bits; so a study is resumed by running it
 * once more. A part whose training diverges, whose split the data don't allow, or whose model doesn't fit its features, leaves its
 * reason and the others go on.
 */
public final class StudyRun {
    private static final long HEAP_OF_A_PART = 2L << 30;

    private final Setting setting;
    private final StudyListener listener;
    private final BooleanSupplier stop;
    private final AtomicBoolean failed = new AtomicBoolean();
    /** One part at a time computes features, so that parts which share them find them in the cache. */
    private final Semaphore preparing = new Semaphore(1);

    /**
     * Where a study runs.
     *
     * @param folder of the study
     * @param data folder with a folder a class
     * @param dataName what the data are called wherever a figure of them stands
     * @param place its threads are shared out among the parts that run at a time
     * @param parallel parts at a time; no figure depends on it
     */
    public record Setting(Path folder, Path data, String dataName, TrainingRequest.Place place, int parallel) {
        public Setting {
            if (parallel < 1) {
                throw new IllegalArgumentException("At least one part runs at a time, got " + parallel + ".");
            }
        }
    }

    /** With the question that is asked after every batch: whether to save everything and stop. */
    public StudyRun(Setting setting, StudyListener listener, BooleanSupplier stop) {
        this.setting = setting;
        this.listener = listener;
        this.stop = () -> failed.get() || stop.getAsBoolean();
    }

    /** How many parts can run at a time: one a thread, as long as each has 2 GiB of the heap. */
    public static int parallel(int threads) {
        return (int) Math.max(1, Math.min(threads, Runtime.getRuntime().maxMemory() / HEAP_OF_A_PART));
    }

    /**
     * Trains what is not trained yet.
     *
     * @return a result a part, in their order
     * @throws InterruptedStudyException if it was asked to stop
     * @throws DataException if no part has a figure
     * @throws IOException if the folder holds another study, or can't be written
     */
    public List<PartResult> run(Study study) throws IOException {
        PartFolders folders = PartFolders.of(setting.folder(), study);
        List<Optional<PartResult>> earlier = new ArrayList<>();
        for (int i = 0; i < study.parts().size(); i++) {
            earlier.add(earlier(study.parts().get(i), folders.of(i)));
        }
        StudyProgress progress = new StudyProgress(study.parts().size(), listener);
        for (int i = 0; i < earlier.size(); i++) {
            int part = i;
            earlier.get(i).ifPresent(result -> progress.finished(part, result));
        }
        ExecutorService pool = Executors.newFixedThreadPool(setting.parallel());
        try {
            List<Future<Optional<PartResult>>> begun = IntStream.range(0, earlier.size())
                    .mapToObj(i -> pool.submit(() -> earlier.get(i).isPresent()
                            ? earlier.get(i)
                            : part(study.parts().get(i), folders.of(i), i, progress)))
                    .toList();
            return all(begun);
        } finally {
            pool.shutdown();
        }
    }

    private Optional<PartResult> part(Part part, Path folder, int index, StudyProgress progress) throws IOException {
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        try {
            train(part, folder, progress.of(index, preparing));
        } catch (InterruptedTrainingException e) {
            return Optional.empty();
        } catch (DivergedException | DataException | RecipeException e) {
            PartResult result = PartResult.failed(part, folder, e.getMessage(), e instanceof DivergedException);
            progress.finished(index, result);
            return Optional.of(result);
        } catch (IOException | RuntimeException | Error e) {
            failed.set(true);
            throw e;
        }
        Optional<PartResult> result = PartResult.read(part, RunFolder.open(folder));
        result.ifPresent(r -> progress.finished(index, r));
        return result;
    }

    private void train(Part part, Path folder, PartListener partListener) throws IOException {
        TrainingRequest.Place all = setting.place();
        TrainingRequest.Place share = new TrainingRequest.Place(
                all.backend(),
                Math.max(1, all.threads() / setting.parallel()),
                all.cache(),
                all.version(),
                all.commandLine());
        preparing.acquireUninterruptibly();
        try {
            TrainingRun run = new TrainingRun(share, partListener, stop);
            if (Files.exists(folder.resolve("recipe.yaml"))) {
                run.resume(folder, Optional.of(setting.data()), List.of());
            } else {
                run.train(new TrainingRequest(part.recipe(), setting.data(), setting.dataName(), folder, share));
            }
        } finally {
            partListener.prepared();
        }
    }

    /** What an earlier call left; a folder of something else is refused before anything is trained. */
    private Optional<PartResult> earlier(Part part, Path path) throws IOException {
        if (Files.notExists(path.resolve("recipe.yaml"))) {
            return Optional.empty();
        }
        RunFolder folder = RunFolder.open(path);
        String data = folder.readSplit().provenance().data();
        if (!Recipes.parse(folder.readRecipe(), folder.recipe().toString(), List.of())
                        .equals(part.recipe())
                || !data.equals(part.recipe().data().called(setting.dataName()))) {
            throw new IOException(path + " holds a part of another study: its recipe or its data differ from \""
                    + part.label() + "\"; choose another folder with --out.");
        }
        return PartResult.read(part, folder);
    }

    private List<PartResult> all(List<Future<Optional<PartResult>>> begun) throws IOException {
        List<PartResult> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<Optional<PartResult>> part : begun) {
            try {
                part.get().ifPresent(results::add);
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                failed.set(true);
                Thread.currentThread().interrupt();
                throw new InterruptedStudyException(setting.folder(), results.size(), begun.size());
            }
        }
        if (failure instanceof IOException io) {
            throw io;
        } else if (failure instanceof RuntimeException runtime) {
            throw runtime;
        } else if (failure instanceof Error error) {
            throw error;
        } else if (results.size() < begun.size()) {
            throw new InterruptedStudyException(setting.folder(), results.size(), begun.size());
        } else if (results.stream().allMatch(r -> r.test().isEmpty())) {
            throw new DataException(results.get(0).failure());
        }
        return results;
    }
}
