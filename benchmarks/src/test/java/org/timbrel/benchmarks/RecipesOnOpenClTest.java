package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.testing.TestBackends;
import org.timbrel.kernels.opencl.KernelSettings;
import org.timbrel.kernels.opencl.TunableDevice;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.train.Optimizers;
import org.timbrel.training.train.TrainingStep;

/** Every recipe trains on {@code opencl}: with dropout and all, its losses are those of {@code vector}. */
final class RecipesOnOpenClTest {
    private static final int CLASSES = 10;
    private static final int BATCH = 2;
    private static final int LARGER_BATCH = 8;
    private static final int STEPS = 3;
    private static final int LARGEST_UNITS = 16;

    @TempDir
    Path programs;

    /** Losses of some steps, and what a device held for them. */
    private record Run(List<Double> losses, OptionalLong deviceBytes) {}

    private static BackendProvider opencl() {
        BackendProvider opencl = Backends.providers().stream()
                .filter(provider -> provider.name().equals("opencl"))
                .findFirst()
                .orElseThrow();
        TestBackends.requireAvailable(opencl);
        return opencl;
    }

    @TestFactory
    Stream<DynamicTest> everyRecipeTrainsAsOnVector() {
        BackendProvider opencl = opencl();
        return Recipes.list().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Recipe recipe = shrunken(name, "single");
                    try (Backend vector = Backends.open("vector", new BackendOptions(1));
                            Backend device = opencl.open(new BackendOptions(1))) {
                        requireLosses(run(recipe, vector, BATCH), run(recipe, device, BATCH), 1e-4);
                    }
                }));
    }

    /**
     * Steps in mixed precision, which this backend stores as halves, have the losses of {@code vector} and clearly fewer bytes.
     * Without float copies and Winograd's points, as on a GPU: they are as many in either precision, and most of what these
     * small models take.
     */
    @TestFactory
    Stream<DynamicTest> mixedPrecisionLearnsTheSameInLessMemory() {
        opencl();
        TunableDevice device = TunableDevice.taken();
        KernelSettings settings = device.shipped().with("HALF_NUMBERS", 1).with("winograd.TILES", 0);
        return Stream.of("harmonynet", "kuppusamy-cnn", "chen-crnn")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Recipe mixed = shrunken(name, "mixed");
                    long single;
                    try (Backend plain = device.open(settings, programs)) {
                        single = run(shrunken(name, "single"), plain, LARGER_BATCH)
                                .deviceBytes()
                                .getAsLong();
                    }
                    try (Backend vector = Backends.open("vector", new BackendOptions(1));
                            Backend halves = device.open(settings, programs)) {
                        Run run = run(mixed, halves, LARGER_BATCH);
                        requireLosses(run(mixed, vector, LARGER_BATCH), run, 2e-3);
                        long bytes = run.deviceBytes().getAsLong();
                        assertTrue(bytes < 0.8 * single, bytes + " bytes in mixed precision, " + single + " in single");
                    }
                }));
    }

    private static void requireLosses(Run wanted, Run got, double tolerance) {
        for (int i = 0; i < STEPS; i++) {
            double loss = wanted.losses().get(i);
            assertEquals(loss, got.losses().get(i), tolerance * loss, "loss of step " + i);
        }
    }

    /** The recipe with fewer filters and units in each layer, and a rate at which rounding doesn't grow in a few steps. */
    private static Recipe shrunken(String name, String precision) {
        List<String> sets = new ArrayList<>();
        sets.add("optimizer.learningRate=1.0e-4");
        sets.add("training.precision=" + precision);
        for (LayerSpec layer : Recipes.load(name, List.of()).model()) {
            for (String size : List.of("filters", "units")) {
                if (layer.options().get(size) instanceof Integer wanted && wanted > LARGEST_UNITS) {
                    sets.add("model." + layer.name() + "." + size + "=" + LARGEST_UNITS);
                }
            }
        }
        return Recipes.load(name, sets);
    }

    private static Run run(Recipe recipe, Backend backend, int n) {
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        int bins = recipe.features().bins();
        Sequential model = ModelBuilder.build(recipe, backend, frames, bins, CLASSES);
        Optimizer optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
        TrainingStep step =
                new TrainingStep(model, optimizer, new BufferPool(backend), TrainingStep.Settings.of(recipe));
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            double[] noise = new double[n * frames * bins];
            Philox.normal(1, 1, i, noise);
            float[] x = new float[noise.length];
            for (int k = 0; k < x.length; k++) {
                x[k] = (float) noise[k];
            }
            int[] labels = new int[n];
            Arrays.setAll(labels, k -> k % CLASSES);
            Batch batch = new Batch(x, n, frames, bins, 1, labels, labels);
            losses.add(step.run(batch, recipe.optimizer().learningRate()).loss());
        }
        try {
            return new Run(losses, backend.deviceBytes());
        } finally {
            Reference.reachabilityFence(step);
        }
    }
}
