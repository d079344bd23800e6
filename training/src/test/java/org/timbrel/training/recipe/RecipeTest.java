package org.timbrel.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {
    static Stream<Recipe> recipes() {
        Stream<Recipe> embedded = Recipes.list().stream().map(name -> Recipes.load(name, List.of()));
        Stream<List<String>> sets = Stream.of(
                List.of("settings.batchNorm=true", "title='yes: no # \"quoted\"'"),
                List.of("split.kind=folds", "split.k=5", "split.fold=3", "optimizer.kind=sgd"),
                List.of("split.kind=leaky", "schedule.kind=step", "features.kind=mel", "features.frames=100"),
                List.of("features.kind=chroma"),
                List.of("features.kind=stack", "features.of=[rms, mfcc]"),
                List.of("split.kind=files", "split.trainFile=a b.txt", "split.testFile='#c.txt'"),
                List.of("data.classes=[rock, 'null', '1']", "training.patience=null", "schedule=cosine"),
                List.of(
                        "optimizer={kind: adamW, weightDecay: 0.1}",
                        "training.clipNorm=1",
                        "training.precision=mixed",
                        "loss.labelSmoothing=0.1"),
                List.of("model.conv2d1.l2=1e-4", "model.dense1.l1=0.001", "training.init=pytorch"),
                List.of("schedule={kind: oneCycle, form: linear}"),
                List.of("schedule={kind: plateau, patience: 3}"),
                List.of("model[0].kernel=[5, 3]", "features.fMax=8000", "features.dbReference=max"));
        return Stream.concat(embedded, sets.map(s -> Recipes.load("harmonynet", s)));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void resolvedYamlReadsBackToTheSameRecipe(Recipe recipe) {
        assertEquals(recipe, Recipes.parse(recipe.toYaml(), "recipe.yaml", List.of()));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void textOfFeaturesNamesAllThatTheyDependOn(Recipe recipe) throws ReflectiveOperationException {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : FeatureSpec.class.getRecordComponents()) {
            parts.add(component.getName() + "=" + component.getAccessor().invoke(recipe.features()));
        }
        assertEquals(
                "FeatureSpec[" + String.join(", ", parts) + "]",
                recipe.features().toString());
    }

    @Test
    void harmonyNetIsAsPublished() {
        Recipe recipe = Recipes.load("harmonynet", List.of());
        assertEquals(173, recipe.features().segmentFrames(recipe.data().sampleRate()));
        assertEquals(128, recipe.features().bins());
        assertEquals(32, recipe.training().batch());
        assertEquals(0.001, recipe.optimizer().learningRate());
        assertEquals(
                List.of(
                        "conv2d1",
                        "relu1",
                        "maxPool2d1",
                        "dropout1",
                        "conv2d2",
                        "relu2",
                        "maxPool2d2",
                        "dropout2",
                        "conv2d3",
                        "relu3",
                        "maxPool2d3",
                        "dropout3",
                        "toSequence1",
                        "lstm1",
                        "dense1"),
                recipe.model().stream().map(LayerSpec::name).toList());
        assertFalse(recipe.takesSequences());
    }

    @Test
    void kuppusamyLstmIsAsPublished() {
        Recipe recipe = Recipes.load("kuppusamy-lstm", List.of());
        assertEquals(130, recipe.features().segmentFrames(recipe.data().sampleRate()));
        assertEquals(13, recipe.features().bins());
        assertEquals(30, recipe.training().epochs());
        assertEquals(1e-4, recipe.optimizer().learningRate());
        assertEquals(
                List.of(LayerType.LSTM, LayerType.LSTM, LayerType.DENSE, LayerType.DROPOUT, LayerType.DENSE),
                recipe.model().stream().map(LayerSpec::type).toList());
        assertTrue(recipe.model().get(0).flag("returnSequences"));
        assertEquals(10, recipe.model().get(4).integer("units", 10));
        assertTrue(recipe.takesSequences());
    }

    @Test
    void harmonyNet350DiffersInItsImageOnly() {
        Recipe recipe = Recipes.load("harmonynet-350", List.of());
        Recipe base = Recipes.load("harmonynet", List.of());
        assertEquals(350, recipe.features().segmentFrames(recipe.data().sampleRate()));
        assertEquals(base.model(), recipe.model());
        assertEquals(base.training(), recipe.training());
    }

    @Test
    void chenFollowsTheTextWhereTheListingIsSilent() {
        for (String name : List.of("chen-cnn", "chen-rnn", "chen-crnn")) {
            Recipe recipe = Recipes.load(name, List.of());
            assertEquals(0.001, recipe.optimizer().learningRate());
            assertEquals(32, recipe.training().batch());
            assertEquals(50, recipe.training().epochs());
            assertEquals(33075, recipe.features().strideSamples(22050));
            assertInstanceOf(ScheduleSpec.Plateau.class, recipe.schedule());
        }
    }

    @Test
    void liDropsBetweenTheSteps() {
        assertEquals(List.of(0.2, 0.2), recurrentDropout(List.of()));
        assertEquals(List.of(0.0, 0.2), recurrentDropout(List.of("model.lstm1.recurrentDropout=0")));
    }

    private static List<Double> recurrentDropout(List<String> sets) {
        return Recipes.load("li-lstm", sets).model().stream()
                .filter(layer -> layer.type() == LayerType.LSTM)
                .map(layer -> layer.number("recurrentDropout"))
                .toList();
    }

    @Test
    void settingCanAlsoTakeALayerAway() {
        assertEquals(2, count(Recipes.load("chen-rnn", List.of()), LayerType.LSTM));
        Recipe gru = Recipes.load("chen-rnn", List.of("settings.gru=true"));
        assertEquals(0, count(gru, LayerType.LSTM));
        assertEquals(2, count(gru, LayerType.GRU));
    }

    private static long count(Recipe recipe, LayerType type) {
        return recipe.model().stream().filter(l -> l.type() == type).count();
    }

    @Test
    void settingAddsItsLayers() {
        Recipe recipe = Recipes.load("harmonynet", List.of("settings.batchNorm=true"));
        assertEquals(
                3,
                recipe.model().stream()
                        .filter(l -> l.type() == LayerType.BATCH_NORM)
                        .count());
        assertEquals(LayerType.BATCH_NORM, recipe.model().get(1).type());
    }

    @Test
    void layersAreSetByNameAndByIndex() {
        Recipe byName = Recipes.load("harmonynet", List.of("model.dropout1.rate=0.5"));
        assertEquals(0.5, byName.model().get(3).number("rate"));
        assertEquals(0.3, byName.model().get(7).number("rate"));
        // Index 4 of the file: the batch normalisation of the first block stands at 1, though it is switched off.
        Recipe byIndex = Recipes.load("harmonynet", List.of("model[4].rate=0.5"));
        assertEquals(byName, byIndex);
    }

    @Test
    void changedKindDropsWhatTheOldKindSaid() {
        Recipe recipe = Recipes.load("harmonynet", List.of("split.fold=2", "split.kind=folds"));
        assertEquals(new SplitSpec.Folds(10, 2, 0.1, SplitSpec.ValidationOf.TRACKS, 1), recipe.split());
    }

    @Test
    void profileLiesBetweenRecipeAndSets() {
        List<String> composed = List.of(Recipes.COMPOSED);
        Recipe plain = Recipes.load("harmonynet", List.of());
        Recipe profiled = Recipes.load("harmonynet", composed, List.of());
        assertTrue(profiled.training().epochs() < plain.training().epochs());
        assertEquals(plain.model(), profiled.model());
        Recipe set = Recipes.load("harmonynet", composed, List.of("training.epochs=3"));
        assertEquals(3, set.training().epochs());
    }

    @Test
    void ownFileExtendsAnEmbeddedRecipe(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, "extends: kuppusamy-lstm\ntraining: {patience: null, batch: 8}\nschedule: cosine\n");
        Recipe recipe = Recipes.load(file.toString(), List.of());
        assertEquals("mine", recipe.name());
        assertEquals("mine", recipe.title(), "the other recipe's title would say something else");
        assertEquals(8, recipe.training().batch());
        assertNull(recipe.training().patience());
        assertEquals(30, recipe.training().epochs());
        assertInstanceOf(ScheduleSpec.Cosine.class, recipe.schedule());
    }

    @Test
    void fileThatIsExtendedLiesBesideTheOneThatSaysSo(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("deeper"));
        Files.writeString(folder.resolve("base.yaml"), "extends: kuppusamy-lstm\ntraining: {batch: 8}\n");
        Path file = folder.resolve("deeper/mine.yaml");
        Files.writeString(file, "extends: ../base.yaml\nschedule: cosine\n");
        Recipe recipe = Recipes.load(file.toString(), List.of());
        assertEquals(8, recipe.training().batch());
        assertInstanceOf(ScheduleSpec.Cosine.class, recipe.schedule());
    }

    @Test
    void layerKnowsItsLine() {
        Recipe recipe = Recipes.parse("title: x\nmodel:\n  - relu\n  - flatten\n", "x.yaml", List.of());
        assertEquals(4, recipe.model().get(1).line());
    }

    @Test
    void leakySplitSaysSo() {
        Recipe recipe = Recipes.load("kuppusamy-lstm", List.of("split.kind=leaky"));
        assertTrue(recipe.split().leaky());
        assertTrue(recipe.split().protocol().startsWith("leaky"));
        assertFalse(Recipes.load("kuppusamy-lstm", List.of()).split().leaky());
    }
}
