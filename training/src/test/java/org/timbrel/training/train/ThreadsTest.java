package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** Training gives the same weights to the bit for any number of threads, more than there are processors among them. */
final class ThreadsTest {
    private static final int BATCH = 9;
    private static final int FRAMES = 22;
    private static final int BINS = 26;
    private static final int CLASSES = 4;
    private static final int STEPS = 2;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    cnn       | conv2d: {filters: 16, kernel: 3, padding: same, activation: relu}, maxPool2d, dropout: {rate: 0.3}, conv2d: {filters: 33, kernel: 3}, batchNorm, relu, maxPool2d, globalAveragePool
                    lstm      | lstm: {units: 37, returnSequences: true, recurrentDropout: 0.2}, lstm: {units: 24}
                    gru       | gru: {units: 29, bidirectional: true}
                    attention | multiHeadAttention: {heads: 2}, layerNorm, flatten
                    conv1d    | conv1d: {filters: 40, kernel: 5, activation: relu}, flatten
                    """)
    void givesTheSameWeights(String name, String layers) {
        float[][] one = weightsAfterTraining(layers, 1);
        for (int threads : new int[] {2, 3, 4, 8}) {
            float[][] other = weightsAfterTraining(layers, threads);
            for (int i = 0; i < one.length; i++) {
                assertArrayEquals(one[i], other[i], name + ", " + threads + " threads, parameter " + i);
            }
        }
    }

    private static float[][] weightsAfterTraining(String layers, int threads) {
        Recipe recipe = Recipes.parse("model: [" + layers + ", dense: {units: classes}]", "small.yaml", List.of());
        try (Backend backend = Backends.open("vector", new BackendOptions(threads))) {
            Sequential model = ModelBuilder.build(recipe, backend, FRAMES, BINS, CLASSES);
            Adam adam = new Adam(model.parameters(), Adam.Settings.keras());
            TrainingStep step =
                    new TrainingStep(model, adam, new BufferPool(backend), TrainingStep.Settings.of(recipe));
            for (int i = 0; i < STEPS; i++) {
                step.run(noise(), 0.01);
            }
            return model.parameters().stream()
                    .map(Parameter::value)
                    .map(value -> value.toFloats())
                    .toArray(float[][]::new);
        }
    }

    private static Batch noise() {
        double[] noise = new double[BATCH * FRAMES * BINS];
        Philox.normal(1, 1, 0, noise);
        float[] x = new float[noise.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) noise[i];
        }
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = i % CLASSES;
        }
        return new Batch(x, BATCH, FRAMES, BINS, 1, labels, labels);
    }
}
