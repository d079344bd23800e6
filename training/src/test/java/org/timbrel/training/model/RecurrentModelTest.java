package org.timbrel.training.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.training.recipe.RecipeException;
import org.timbrel.training.recipe.Recipes;

/** The words for layers over sequences, from YAML to a model. */
class RecurrentModelTest {
    private static final int FRAMES = 7;
    private static final int BINS = 13;

    private static Sequential build(String layers) {
        String yaml = "model: [" + layers + ", flatten, dense: {units: classes}]";
        try (Backend backend = new ReferenceBackend()) {
            return ModelBuilder.build(Recipes.parse(yaml, "my.yaml", List.of()), backend, FRAMES, BINS, 3);
        }
    }

    /** Parameter counts are Keras's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lstm: {units: 64}                                            | 64  | 19968
            lstm: {units: 64, bidirectional: true}                       | 128 | 39936
            lstm: {units: 64, bidirectional: true, returnSequences: true} | 896 | 39936
            lstm: {units: 64, twoBiases: true}                           | 64  | 20224
            gru: {units: 64}                                             | 64  | 15168
            gru: {units: 64, bidirectional: true, returnSequences: true} | 896 | 30336
            multiHeadAttention: {heads: 13}                              | 91  | 728
            multiHeadAttention: {heads: 1, residual: true}               | 91  | 728
            """)
    void layerHasShapeAndParameters(String layer, int flattened, long parameters) {
        Sequential model = build(layer);
        assertEquals(Shape.of(flattened), model.stages().get(1).output());
        assertEquals(parameters, model.stages().get(0).parameterCount());
    }

    /** The CNN-LSTM of Sheng; the count is the paper's, which is PyTorch's and leaves out running statistics. */
    @Test
    void twoBiasesGiveTheCountOfPyTorch() {
        String yaml = """
                model:
                - conv2d: {filters: 16, kernel: 3, padding: same}
                - batchNorm
                - relu
                - maxPool2d
                - conv2d: {filters: 32, kernel: 3, padding: same}
                - batchNorm
                - relu
                - maxPool2d
                - toSequence
                - lstm: {units: 64, bidirectional: true, twoBiases: true, returnSequences: true}
                - multiHeadAttention: {heads: 4}
                - layerNorm
                - globalAveragePool
                - dense: {units: 128}
                - dense: {units: classes}
                """;
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(Recipes.parse(yaml, "sheng.yaml", List.of()), backend, 128, 128, 10);
            int learnt = model.parameters().stream()
                    .filter(Parameter::trainable)
                    .mapToInt(p -> p.value().shape().size())
                    .sum();
            assertEquals(647_082, learnt);
        }
    }

    @Test
    void firstValuesFollowTheFrameworkThatIsNamed() {
        assertEquals(1, firstBias(List.of()), 0);
        assertEquals(0.125, firstBias(List.of("training.init=pytorch")), 0.01);
    }

    /** The largest of the biases (2,256) of an LSTM before training: Keras's forget gate or PyTorch's 1 / sqrt(64). */
    private static double firstBias(List<String> sets) {
        String yaml = "model: [lstm: {units: 64, twoBiases: true}, dense: {units: classes}]";
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(Recipes.parse(yaml, "my.yaml", sets), backend, FRAMES, BINS, 3);
            return Arrays.stream(model.parameters().get(2).value().toDoubles())
                    .max()
                    .orElseThrow();
        }
    }

    /** Equal weights both ways and steps that are all alike: only the masks can make the two directions differ. */
    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru"})
    void theTwoDirectionsDrawDifferentMasks(String type) {
        Sequential model = build(type + ": {units: 5, bidirectional: true, recurrentDropout: 0.5}");
        List<Parameter> weights = model.stages().get(0).layer().parameters();
        int half = weights.size() / 2;
        for (int i = 0; i < half; i++) {
            weights.get(half + i).value().set(weights.get(i).value().toDoubles());
        }
        assertTrue(directionsAgree(model, Pass.inference()));
        assertFalse(directionsAgree(model, Pass.training(1, 0)));
    }

    private static boolean directionsAgree(Sequential model, Pass pass) {
        double[] alike = new double[FRAMES * BINS];
        Arrays.fill(alike, 0.5);
        Layer layer = model.stages().get(0).layer();
        Backend backend = layer.parameters().get(0).value().backend();
        double[] both = layer.forward(Tensor.of(backend, Shape.of(1, FRAMES, BINS), alike), pass)
                .toDoubles();
        return Arrays.equals(both, 0, 5, both, 5, 10);
    }

    @Test
    void headsMustDivideTheFeatures() {
        String message = assertThrows(RecipeException.class, () -> build("multiHeadAttention: {heads: 4}"))
                .getMessage();
        assertEquals(
                "Recipe my (line 1): multiHeadAttention layer 'multiHeadAttention1' can't share 13 features among 4"
                        + " heads; choose a number of heads that divides 13.",
                message);
    }

    @Test
    void layerThatGivesNoSequenceIsNamedWithItsLine() {
        String message = assertThrows(
                        RecipeException.class,
                        () -> build(
                                "lstm: {units: 4, bidirectional: true, name: first}, lstm: {units: 4, name: second}"))
                .getMessage();
        assertEquals(
                "Recipe my (line 1): lstm layer 'second' wants sequences (time, 8 features), got (8); let the layer"
                        + " before it return sequences, or leave out what flattens them.",
                message);
    }
}
