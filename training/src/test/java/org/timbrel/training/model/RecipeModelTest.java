package org.timbrel.training.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** The alternatives that the papers name can be reached by {@code --set}, and give models that fit together. */
class RecipeModelTest {
    /** Parameters of each alternative are those that Keras counts; recipe_models.py prints them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            harmonynet | settings.batchNorm=true | 635146
            kuppusamy-cnn | features.kind=mel | 197002
            chen-cnn  | settings.batchNorm=true | 2621962
            chen-cnn  | settings.dropoutAll=true model.dropout1.rate=0.5 model.dropout2.rate=0.5 | 2617994
            chen-cnn  | model.conv2d1.kernel=5 model.conv2d1.padding=same model.conv2d2.kernel=5 model.conv2d2.padding=same model.conv2d3.kernel=5 model.conv2d3.padding=same model.conv2d4.kernel=5 model.conv2d4.padding=same model.conv2d5.kernel=5 model.conv2d5.padding=same | 8549514
            chen-rnn  | settings.gru=true | 155274
            chen-rnn  | settings.dropout=true features.nMfcc=20 | 209162
            chen-rnn  | model.lstm1.bidirectional=true model.lstm2.bidirectional=true | 542218
            chen-crnn | settings.batchNorm=true settings.dropout=true | 3457034
            chen-crnn | settings.thirdConvolution=true | 2194826
            chen-crnn | settings.lstm=true | 4536586
            chen-crnn | settings.thirdLayer=true model.gru2.returnSequences=true | 3578634
            chen-crnn | settings.average=true model.gru2.returnSequences=true | 3456266
            chen-crnn | model.gru1.bidirectional=false model.gru2.bidirectional=false | 1782282
            chen-crnn | features.segmentSeconds=1 features.overlapSeconds=0.5 features.frames=43 | 3456266
            chen-crnn | features.segmentSeconds=5 features.overlapSeconds=2.5 features.frames=215 | 3456266
            """)
    void alternativesOfThePapersCanBeSet(String name, String sets, long parameters) {
        Recipe recipe = Recipes.load(name, Arrays.asList(sets.split(" ")));
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        try (Backend backend = new ReferenceBackend()) {
            assertEquals(
                    parameters,
                    ModelBuilder.build(
                                    recipe, backend, frames, recipe.features().bins(), 10)
                            .parameterCount(),
                    List.of(name, sets).toString());
        }
    }
}
