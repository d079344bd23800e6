package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** Every recipe learns one batch of 8 noise examples by heart: the simplest proof that gradients reach every layer. */
final class OverfitTest {
    private static final int CLASSES = 10;
    private static final int EXAMPLES = 8;
    private static final int MOST_STEPS = 400;

    /**
     * Deep models on large images: a smaller image, no dropout, which on 8 examples of noise hides the way, and running
     * statistics that follow within the steps that a test takes.
     */
    private static final Map<String, List<String>> SHRINK = Map.of(
            "harmonynet",
            List.of("features.frames=64", "features.nMels=64"),
            "harmonynet-350",
            List.of("features.frames=64", "features.nMels=64"),
            "kuppusamy-cnn",
            Stream.concat(
                            Stream.of("features.resize=32"),
                            IntStream.rangeClosed(1, 5)
                                    .boxed()
                                    .flatMap(i -> Stream.of(
                                            "model.dropout" + i + ".rate=0", "model.batchNorm" + i + ".momentum=0.9")))
                    .toList(),
            "sheng-cnn-lstm",
            List.of("features.resize=32"),
            "chen-cnn",
            List.of(
                    "features.frames=78",
                    "features.nMels=78",
                    "model.dropout1.rate=0",
                    "model.dropout2.rate=0",
                    "model.dropout5.rate=0"),
            "chen-crnn",
            List.of("features.frames=64", "features.nMels=64"));

    static List<String> recipes() {
        return Recipes.list();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void learnsOneBatchByHeart(String name) {
        List<String> sets = new ArrayList<>(SHRINK.getOrDefault(name, List.of()));
        sets.add("optimizer.learningRate=0.001");
        Recipe recipe = Recipes.load(name, sets);
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        int bins = recipe.features().bins();
        try (Backend backend = Backends.open("auto", BackendOptions.defaults())) {
            Sequential model = ModelBuilder.build(recipe, backend, frames, bins, CLASSES);
            Optimizer optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
            BufferPool pool = new BufferPool(backend);
            TrainingStep step = new TrainingStep(model, optimizer, pool, TrainingStep.Settings.of(recipe));
            Predictor predictor = new Predictor(model, pool);
            Batch batch = batch(frames, bins);
            int right = 0;
            for (int i = 1; i <= MOST_STEPS && right < EXAMPLES; i++) {
                step.run(batch, recipe.optimizer().learningRate());
                if (i % 10 == 0) {
                    right = right(predictor.predict(batch).probabilities(), batch.labels());
                }
            }
            assertEquals(EXAMPLES, right, name + " after " + optimizer.steps() + " steps");
        }
    }

    private static Batch batch(int frames, int bins) {
        double[] noise = new double[EXAMPLES * frames * bins];
        Philox.normal(7, 1, 0, noise);
        float[] x = new float[noise.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) noise[i];
        }
        int[] labels = {0, 1, 2, 3, 4, 5, 6, 7};
        return new Batch(x, EXAMPLES, frames, bins, 1, labels, labels);
    }

    private static int right(float[] probabilities, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = probabilities[i * CLASSES + c] > probabilities[i * CLASSES + best] ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return right;
    }
}
