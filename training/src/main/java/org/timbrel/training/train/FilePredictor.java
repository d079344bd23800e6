package org.timbrel.training.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.checkpoint.Checkpoint;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.training.data.Batch;
import org.timbrel.training.data.FeatureBlock;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.metrics.TrackVote;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.EvaluationSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.recipe.TrainingSpec;
import org.timbrel.training.run.RunFolder;

/** The trained model of a run, ready to judge any audio file. */
public final class FilePredictor implements AutoCloseable {
    private static final int BATCH = 4;

    /**
     * What the model says of a file.
     *
     * @param file that was heard
     * @param segments that it was cut into
     * @param probabilities a share a class: the mean over segments, or the share of their votes, as the recipe has it
     */
    public record Verdict(Path file, int segments, List<Double> probabilities) {
        public Verdict {
            probabilities = List.copyOf(probabilities);
        }
    }

    /**
     * The part that takes time to load.
     *
     * @param file what stands beside the weights
     * @param model with the weights
     */
    private record Loaded(ModelFile file, Sequential model) {}

    private final Backend backend;
    private final Future<Loaded> loading;
    private final FeatureExtractor extractor;
    private final TrackVote vote;
    private final BufferPool pool;

    private FilePredictor(Backend backend, Future<Loaded> loading, FeatureExtractor extractor, TrackVote vote) {
        this.backend = backend;
        this.loading = loading;
        this.extractor = extractor;
        this.vote = vote;
        this.pool = new BufferPool(backend);
    }

    /**
     * Opens the model of a run. Its weights are read on a thread of their own: whoever needs them first waits for them.
     *
     * @throws IOException if the folder holds no run, or no weights yet
     */
    public static FilePredictor open(Path run, String backendName, BackendOptions options) throws IOException {
        RunFolder folder = RunFolder.open(run);
        Recipe recipe = Recipes.parse(folder.readRecipe(), folder.recipe().toString(), List.of());
        boolean best = recipe.training().keep() == TrainingSpec.Keep.BEST;
        Path weights = best ? folder.bestWeights() : folder.lastWeights();
        if (!Files.exists(weights)) {
            throw new IOException(run + " has no weights yet: no epoch has been completed; train it first.");
        }
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
        Backend backend = Backends.open(backendName, options);
        FutureTask<Loaded> loading = new FutureTask<>(() -> {
            Loaded loaded = load(recipe, weights, backend, extractor);
            if (options.brief()) {
                warmUp(loaded, new BufferPool(backend));
            }
            return loaded;
        });
        Thread loader = new Thread(loading, "weights");
        loader.setDaemon(true);
        loader.start();
        TrackVote vote = recipe.evaluation().vote() == EvaluationSpec.Vote.MEAN
                ? TrackVote.MEAN_PROBABILITY
                : TrackVote.MAJORITY;
        return new FilePredictor(backend, loading, extractor, vote);
    }

    private static Loaded load(Recipe recipe, Path weights, Backend backend, FeatureExtractor extractor)
            throws IOException {
        Safetensors.Contents contents = Safetensors.read(weights);
        ModelFile file = ModelFile.header(weights, contents);
        Sequential model = ModelBuilder.buildEmpty(
                recipe,
                backend,
                extractor.frames(),
                extractor.bins(),
                file.classes().size());
        Checkpoint.load(contents, model.parameters());
        return new Loaded(file, model);
    }

    /** Judges silence, so that the kernels are compiled when the first features are there. */
    private static void warmUp(Loaded loaded, BufferPool pool) {
        Shape input = loaded.model().input();
        int bins = input.size() / input.get(0);
        Batch silence = new Batch(new float[input.size()], 1, input.get(0), bins, 1, new int[1], new int[1]);
        new Predictor(loaded.model(), pool).probabilities(silence);
    }

    private Loaded loaded() throws IOException {
        try {
            return loading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for the weights was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException("the weights could not be loaded: " + e.getCause(), e.getCause());
        }
    }

    /**
     * Names of the classes, in the order of the probabilities.
     *
     * @throws IOException if the weights can't be read, or are of another model
     */
    public List<String> classes() throws IOException {
        return loaded().file().classes();
    }

    /**
     * Judges one file.
     *
     * @throws UnusableFileException if it can't be read, or is shorter than a segment
     * @throws IOException if the weights can't be read, or are of another model
     */
    public Verdict predict(Path audio) throws UnusableFileException, IOException {
        FeatureBlock block = extractor.extract(audio);
        Loaded loaded = loaded();
        Predictor predictor = new Predictor(loaded.model(), pool);
        double[][] segments = new double[block.segments()][];
        for (int from = 0; from < segments.length; from += BATCH) {
            int n = Math.min(BATCH, segments.length - from);
            float[] probabilities = predictor.probabilities(batch(loaded.file(), block, from, n));
            for (int i = 0; i < n; i++) {
                segments[from + i] = row(probabilities, i, n);
            }
        }
        return new Verdict(audio, segments.length, vote.decide(segments).shares());
    }

    private static Batch batch(ModelFile file, FeatureBlock block, int from, int n) {
        float[] x = new float[n * block.segmentSize()];
        for (int i = 0; i < n; i++) {
            block.copySegment(from + i, x, i * block.segmentSize());
        }
        file.scaler().apply(x, 0, x.length);
        return new Batch(x, n, block.frames(), block.bins(), 1, new int[n], new int[n]);
    }

    private static double[] row(float[] probabilities, int row, int rows) {
        int classes = probabilities.length / rows;
        double[] values = new double[classes];
        for (int c = 0; c < classes; c++) {
            values[c] = probabilities[row * classes + c];
        }
        return values;
    }

    /**
     * The model, for tables and pictures.
     *
     * @throws IOException if the weights can't be read, or are of another model
     */
    public Sequential model() throws IOException {
        return loaded().model();
    }

    @Override
    public void close() {
        backend.close();
    }
}
