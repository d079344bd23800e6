package org.timbrel.training.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.Shape;
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
