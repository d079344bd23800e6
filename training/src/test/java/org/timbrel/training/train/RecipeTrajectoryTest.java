package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.golden.Golden;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.testing.Formula;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/**
 * Every recipe, loss by loss, against Keras or PyTorch in float64: its model, penalties, label smoothing, clipping,
 * schedule and optimizer as {@code trajectories_recipes.py} writes them down once more. Dropout and augmentation are off.
 */
final class RecipeTrajectoryTest {
    private static final int BATCH = 4;
    private static final int BATCHES = 5;
    private static final int CLASSES = 10;
    private static final Golden GOLDEN = new Golden("recipe-trajectories.json");
    /** One cycle over the 30 steps, in PyTorch's form, which the script has from PyTorch. */
    private static final String SHENG = "training.epochs=6 schedule.form=pytorch";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kuppusamy-cnn  | features.resize=[24,210] optimizer.learningRate=1.0e-5
            kuppusamy-lstm | training.epochs=6
            harmonynet     | features.frames=24 optimizer.learningRate=1.0e-4
            li-cnn         | optimizer.learningRate=1.0e-4
            li-lstm        | training.epochs=6
            chen-cnn       | features.frames=78 optimizer.learningRate=3.0e-5
            chen-rnn       | training.epochs=6
            chen-crnn      | features.frames=24
            sheng-cnn-lstm |\s""" + SHENG)
    void thirtyStepsOnVectorAgreeToATenThousandth(String name, String sets) {
        follow(name, name, sets, "vector", 1e-4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kuppusamy-cnn  | features.resize=16 FILTERS=4,6,8 model.dense1.units=8 model.dense2.units=8
            kuppusamy-lstm | features.frames=20 model.lstm1.units=8 model.lstm2.units=8 model.dense1.units=8
            harmonynet     | features.frames=16 features.nMels=24 FILTERS=4,6,8 model.lstm1.units=8 optimizer.learningRate=1.0e-4
            li-cnn         | features.frames=16 FILTERS=4,6,8 model.dense1.units=8
            li-lstm        | features.frames=12 model.lstm1.units=8 model.lstm2.units=4
            chen-cnn       | features.frames=78 features.nMels=78 FILTERS=2,3,4,5,6 model.dense1.units=8
            chen-rnn       | features.frames=20 model.lstm1.units=8 model.lstm2.units=8
            chen-crnn      | features.frames=24 features.nMels=24 FILTERS=3,4 model.gru1.units=8 model.gru2.units=8
            sheng-cnn-lstm | features.resize=16 FILTERS=3,4 model.lstm1.units=4 model.dense1.units=8\s""" + SHENG)
    void threeStepsOfShrunkenModelsOnReference(String name, String sets) {
        follow(name, name + ".small", sets, "reference", 1e-7);
    }

    /** Recipes that differ from these only in the shape of their input. */
    @Test
    void everyRecipeIsFollowed() {
        assertEquals(
                List.of("harmonynet-350"),
                Recipes.list().stream()
                        .filter(name -> !GOLDEN.has(name + ".losses"))
                        .toList());
    }

    private static void follow(String name, String fixture, String sets, String backendName, double tolerance) {
        Recipe recipe = recipe(name, sets);
        double[] wanted = GOLDEN.get(fixture + ".losses");
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        int bins = recipe.features().bins();
        try (Backend backend = Backends.open(backendName, BackendOptions.defaults())) {
            Sequential model = ModelBuilder.build(recipe, backend, frames, bins, CLASSES);
            setWeights(model, GOLDEN.get(fixture + ".scales"));
            Optimizer optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
            LearningRate rate = new LearningRate(recipe, BATCHES);
            TrainingStep step =
                    new TrainingStep(model, optimizer, new BufferPool(backend), TrainingStep.Settings.of(recipe));
            for (int i = 0; i < wanted.length; i++) {
                double loss =
                        step.run(batch(i % BATCHES, frames, bins), rate.at(i)).loss();
                assertEquals(wanted[i], loss, tolerance * wanted[i], fixture + ", loss of step " + i);
            }
        }
    }

    private static Recipe recipe(String name, String sets) {
        List<String> all = new ArrayList<>();
        for (LayerSpec layer : Recipes.load(name, List.of()).model()) {
            switch (layer.type()) {
                case DROPOUT -> all.add("model." + layer.name() + ".rate=0");
                case LSTM, GRU -> all.add("model." + layer.name() + ".recurrentDropout=0");
                default -> {}
            }
        }
        for (String set : sets.split(" ", -1)) {
            if (set.startsWith("FILTERS=")) {
                String[] filters = set.substring("FILTERS=".length()).split(",", -1);
                for (int i = 0; i < filters.length; i++) {
                    all.add("model.conv2d" + (i + 1) + ".filters=" + filters[i]);
                }
            } else {
                all.add(set);
            }
        }
        return Recipes.load(name, all);
    }

    private static void setWeights(Sequential model, double[] scales) {
        List<Parameter> trained =
                model.parameters().stream().filter(Parameter::trainable).toList();
        assertEquals(scales.length, trained.size(), "trained parameters");
        for (int i = 0; i < scales.length; i++) {
            Parameter parameter = trained.get(i);
            double[] values = Formula.values(1 + i, parameter.value().shape().size(), scales[i]);
            double offset = parameter.name().endsWith(".gamma") ? 1 : 0;
            parameter.value().set(Arrays.stream(values).map(v -> v + offset).toArray());
        }
    }

    private static Batch batch(int number, int frames, int bins) {
        float[] x = Formula.floats(1000 + number, BATCH * frames * bins);
        int[] labels = Formula.labels(2000 + number, BATCH, CLASSES);
        return new Batch(x, BATCH, frames, bins, 1, labels, labels);
    }
}
