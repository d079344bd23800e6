package org.timbrel.training.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.checkpoint.Checkpoint;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.BufferPool;
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
    private static final int BATCH = 16;

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

    private final Backend backend;
    private final Sequential model;
    private final ModelFile file;
    private final FeatureExtractor extractor;
    private final Predictor predictor;
    private final TrackVote vote;

    private FilePredictor(
            Backend backend, Sequential model, ModelFile file, FeatureExtractor extractor, TrackVote vote) {
        this.backend = backend;
        this.model = model;
        this.file = file;
        this.extractor = extractor;
        this.predictor = new Predictor(model, new BufferPool(backend));
        this.vote = vote;
    }

    /**
     * Opens the model of a run.
     *
     * @throws IOException if the folder holds no run, or no weights yet
     */
    public static FilePredictor open(Path run, String backendName, int threads) throws IOException {
        RunFolder folder = RunFolder.open(run);
        Recipe recipe = Recipes.parse(folder.readRecipe(), folder.recipe().toString(), List.of());
        boolean best = recipe.training().keep() == TrainingSpec.Keep.BEST;
        Path weights = best ? folder.bestWeights() : folder.lastWeights();
        if (!Files.exists(weights)) {
            throw new IOException(run + " has no weights yet: no epoch has been completed; train it first.");
        }
        Safetensors.Contents contents = Safetensors.read(weights);
        ModelFile file = ModelFile.header(weights, contents);
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
        Backend backend = Backends.open(backendName, new BackendOptions(threads));
        try {
            Sequential model = ModelBuilder.build(
                    recipe,
                    backend,
                    extractor.frames(),
                    extractor.bins(),
                    file.classes().size());
            Checkpoint.load(contents, model.parameters());
            TrackVote vote = recipe.evaluation().vote() == EvaluationSpec.Vote.MEAN
                    ? TrackVote.MEAN_PROBABILITY
                    : TrackVote.MAJORITY;
            return new FilePredictor(backend, model, file, extractor, vote);
        } catch (IOException | RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /** Names of the classes, in the order of the probabilities. */
    public List<String> classes() {
        return file.classes();
    }

    /**
     * Judges one file.
     *
     * @throws UnusableFileException if it can't be read, or is shorter than a segment
     */
    public Verdict predict(Path audio) throws UnusableFileException {
        FeatureBlock block = extractor.extract(audio);
        double[][] segments = new double[block.segments()][];
        for (int from = 0; from < segments.length; from += BATCH) {
            int n = Math.min(BATCH, segments.length - from);
            float[] probabilities = predictor.predict(batch(block, from, n)).probabilities();
            for (int i = 0; i < n; i++) {
                segments[from + i] = row(probabilities, i);
            }
        }
        return new Verdict(audio, segments.length, vote.decide(segments).shares());
    }

    private Batch batch(FeatureBlock block, int from, int n) {
        float[] x = new float[n * block.segmentSize()];
        for (int i = 0; i < n; i++) {
            block.copySegment(from + i, x, i * block.segmentSize());
        }
        file.scaler().apply(x, 0, x.length);
        return new Batch(x, n, block.frames(), block.bins(), 1, new int[n], new int[n]);
    }

    private double[] row(float[] probabilities, int row) {
        int classes = classes().size();
        double[] values = new double[classes];
        for (int c = 0; c < classes; c++) {
            values[c] = probabilities[row * classes + c];
        }
        return values;
    }

    /** The model, for tables and pictures. */
    public Sequential model() {
        return model;
    }

    @Override
    public void close() {
        backend.close();
    }
}
