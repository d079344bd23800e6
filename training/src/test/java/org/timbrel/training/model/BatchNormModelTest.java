package org.timbrel.training.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.training.recipe.Recipes;

/** Both conventions of batch normalisation can be said in a recipe. */
class BatchNormModelTest {
    /** The variance of 1, 2, 3 and 6 is 3.5, or 14 / 3 with three degrees of freedom; before the step it is 1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            batchNorm                                              | 1.025
            batchNorm: {momentum: 0.5}                             | 2.25
            batchNorm: {momentum: 0.5, unbiased: true}             | 2.8333333333333335
            batchNorm: {momentum: 0.9, epsilon: 1e-5, unbiased: true} | 1.3666666666666667
            """)
    void runningVarianceFollowsTheConvention(String layer, double variance) {
        String yaml = "model: [" + layer + ", lstm: {units: 2}, dense: {units: classes}]";
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(Recipes.parse(yaml, "my.yaml", List.of()), backend, 4, 1, 3);
            model.forward(Tensor.of(backend, Shape.of(1, 4, 1), new double[] {1, 2, 3, 6}), Pass.training(1, 0));
            assertEquals(variance, model.parameters().get(3).value().toDoubles()[0], 1e-12);
        }
    }
}
