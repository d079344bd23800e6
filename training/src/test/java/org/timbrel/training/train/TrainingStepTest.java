package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Sgd;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** What the settings of a recipe change in one step of a linear model. */
final class TrainingStepTest {
    private static final String LINEAR = "model: [flatten, dense: {units: classes, name: out}]";
    private static final float[] X = {1, -2, 0.5f, 3, 0, -1};

    /** The loss of the first step, and the weights and the bias after it. */
    private record Learned(double loss, double[] weight, double[] bias) {}

    private static Learned learn(String... sets) {
        Recipe recipe = Recipes.parse(LINEAR, "linear.yaml", List.of(sets));
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(recipe, backend, 1, 3, 2);
            List<Parameter> parameters = model.parameters();
            BufferPool pool = new BufferPool(backend);
            TrainingStep step = new TrainingStep(model, new Sgd(parameters, 0), pool, TrainingStep.Settings.of(recipe));
            int[] labels = {0, 1};
            double loss = step.run(new Batch(X, 2, 1, 3, 1, labels, labels), 1).loss();
            return new Learned(
                    loss,
                    parameters.get(0).value().toDoubles(),
                    parameters.get(1).value().toDoubles());
        }
    }

    /** The weights before the step. */
    private static double[] first() {
        Recipe recipe = Recipes.parse(LINEAR, "linear.yaml", List.of());
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(recipe, backend, 1, 3, 2);
            return model.parameters().get(0).value().toDoubles();
        }
    }

    @Test
    void penaltiesPullTheWeightsAndLeaveTheBias() {
        Learned plain = learn();
        Learned penalised = learn("model.out.l2=0.1", "model.out.l1=0.01");
        double[] weight = first();
        double penalty = 0;
        double[] wanted = new double[weight.length];
        for (int i = 0; i < weight.length; i++) {
            penalty += 0.1 * weight[i] * weight[i] + 0.01 * Math.abs(weight[i]);
            wanted[i] = plain.weight()[i] - 0.2 * weight[i] - 0.01 * Math.signum(weight[i]);
        }
        assertEquals(plain.loss() + penalty, penalised.loss(), 1e-12);
        assertArrayEquals(wanted, penalised.weight(), 1e-12);
        assertArrayEquals(plain.bias(), penalised.bias(), 1e-12);
    }

    @Test
    void clippingBoundsTheStep() {
        double[] weight = first();
        Learned clipped = learn("training.clipNorm=0.001");
        double squares = 0;
        for (int i = 0; i < weight.length; i++) {
            squares += Math.pow(clipped.weight()[i] - weight[i], 2);
        }
        for (double bias : clipped.bias()) {
            squares += bias * bias;
        }
        assertEquals(0.001, Math.sqrt(squares), 1e-5);
    }

    @Test
    void mixedPrecisionStaysNearSingle() {
        Learned single = learn();
        Learned mixed = learn("training.precision=mixed");
        assertEquals(single.loss(), mixed.loss(), 2e-3);
        assertArrayEquals(single.weight(), mixed.weight(), 2e-3);
        assertFalse(Arrays.equals(single.weight(), mixed.weight()));
    }

    @Test
    void tooLargeGradientsLeaveTheUpdateOutUntilTheLossIsScaledLess() {
        Recipe recipe = Recipes.parse(LINEAR, "linear.yaml", List.of("training.precision=mixed"));
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(recipe, backend, 1, 3, 2);
            Sgd optimizer = new Sgd(model.parameters(), 0);
            TrainingStep step =
                    new TrainingStep(model, optimizer, new BufferPool(backend), TrainingStep.Settings.of(recipe));
            int[] labels = {0, 1};
            Batch batch = new Batch(new float[] {9, -90, 9, 9, 0, -9}, 2, 1, 3, 1, labels, labels);
            double[] before = model.parameters().get(0).value().toDoubles();
            int leftOut = 0;
            while (!step.run(batch, 1).updated()) {
                leftOut++;
                assertArrayEquals(before, model.parameters().get(0).value().toDoubles());
                assertEquals(65536 / Math.pow(2, leftOut), step.lossScale());
            }
            assertTrue(leftOut > 0);
            assertEquals(1, optimizer.steps());
            assertFalse(Arrays.equals(before, model.parameters().get(0).value().toDoubles()));
        }
    }

    @Test
    void smoothingMovesThePlainLossTowardsThatOfEvenTargets() {
        Learned plain = learn();
        Learned half = learn("loss.labelSmoothing=0.5");
        Learned quarter = learn("loss.labelSmoothing=0.25");
        assertEquals((plain.loss() + half.loss()) / 2, quarter.loss(), 1e-7);
    }
}
