package org.timbrel.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person who mistyped something gets to read. */
class RecipeErrorTest {
    private static final String MODEL = "model:\n  - dense: {units: classes}\n";

    private static String message(String yaml) {
        return assertThrows(RecipeException.class, () -> Recipes.parse(yaml, "my.yaml", List.of()))
                .getMessage();
    }

    private static String setMessage(String... sets) {
        return assertThrows(RecipeException.class, () -> Recipes.load("harmonynet", List.of(sets)))
                .getMessage();
    }

    @Test
    void unknownKeyNamesLineKeyAndTheNearest() {
        assertEquals(
                "my.yaml, line 4: unknown key \"bach\" in training. Did you mean \"batch\"?"
                        + " Known: epochs, batch, seed, init, shuffle, patience, monitor, keep, keepBy, clipNorm,"
                        + " precision, fusion.",
                message(MODEL + "training:\n  bach: 64\n"));
    }

    @Test
    void unknownSectionIsFound() {
        assertEquals(
                "my.yaml, line 3: unknown key \"optimiser\" in the recipe. Did you mean \"optimizer\"? Known: name,"
                        + " title, paper, published, data, split, features, augment, model, loss, optimizer, schedule, training,"
                        + " evaluation, settings.",
                message(MODEL + "optimiser: adam\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            training.batch=many          | training.batch must be a whole number of at least 1, but is "many".
            training.batch=0             | training.batch must be a whole number of at least 1, but is 0.
            training.batch=1.5           | training.batch must be a whole number of at least 1, but is 1.5.
            training.batch=99999999999   | training.batch must be a whole number of at least 1, but is 99999999999.
            training.seed=-1             | training.seed must be a whole number of at least 0, but is -1.
            training.shuffle=yes         | training.shuffle must be true or false, but is "yes".
            optimizer.learningRate=0     | optimizer.learningRate must be a number above 0, but is 0.
            optimizer.learningRate=.nan  | optimizer.learningRate must be a number above 0, but is ".nan".
            optimizer.beta1=1            | optimizer.beta1 must be a number from 0 to below 1, but is 1.
            split.test=1                 | split.test must be a number above 0 and below 1, but is 1.
            model.dropout1.rate=1        | model.dropout1.rate must be a number from 0 to below 1, but is 1.
            model.dropout1.rate=null     | model.dropout1.rate is missing: it must be a number from 0 to below 1.
            model.conv2d1.kernel=[3,3,3] | model.conv2d1.kernel must be a whole number of at least 1, or two of them in a list, but is [3, 3, 3].
            model.conv2d1.padding=full   | model.conv2d1.padding must be one of valid, same, but is "full".
            model.dense1.l2=-1           | model.dense1.l2 must be a number of 0 or more, but is -1.
            model.dense1.units=clases    | model.dense1.units must be a whole number of at least 1, or the word classes, but is "clases".
            features.kind=logmel         | features.kind must be one of mel, log-mel, mfcc, rms, zero-crossing-rate, spectral-centroid, spectral-bandwidth, spectral-rolloff, spectral-contrast, chroma, amplitude-statistics, stack, but is "logmel". Did you mean "log-mel"?
            features.nMfcc=13            | features.nMfcc has no use where features.kind is log-mel; leave it out.
            features.fMax=20000          | features.fMax must be at most half of data.sampleRate, 11025.0 Hz, but is 20000.
            features.fMin=20000          | features.fMin must be below features.fMax = 11025.0 Hz, but is 20000.
            features.winLength=4096      | features.winLength must be at most features.nFft = 1024, but is 4096.
            features.overlapSeconds=4    | features.overlapSeconds must be below features.segmentSeconds = 4.0, but is 4.
            features.frames=174          | features.frames must be at most the 173 frames that 4.0 s have at a hop of 512 samples, but is 174.
            features.kind=stack          | features.of must be a list of other kinds, each once, such as [mfcc, chroma], but is missing.
            features.of=[chroma]         | features.of has no use where features.kind is log-mel; leave it out.
            features.wholeTrack=true     | features.resize must be given where features.wholeTrack is true, since tracks differ in length, as [128, 128], but is missing.
            features.png=true            | features.normalize must be minMax where features.png is true: a picture's values are from 0 to 1, but is missing.
            features.resize=0            | features.resize must be a whole number of at least 1, or two of them in a list, but is 0.
            augment.waveform={beforeSplit: true} | augment.waveform.beforeSplit must be false unless split.kind is leaky, since variants of one track would test it, but is true.
            augment.image.flip=1.5       | augment.image.flip must be a number from 0 to 1, but is 1.5.
            augment.image.blur=1         | unknown key "blur" in augment.image. Known: brightness, contrast, flip, noise, crop.
            augment.cutMix.finalProbability=0 | augment.cutMix.probability is missing: it must be a number from 0 to 1.
            schedule.every=3             | unknown key "every" in schedule. Known: kind.
            schedule.form=lineer         | unknown key "form" in schedule. Known: kind.
            optimizer.weightDecay=0.1    | unknown key "weightDecay" in optimizer. Known: kind, learningRate, beta1, beta2, epsilon.
            training.clipNorm=0          | training.clipNorm must be a number above 0, but is 0.
            loss.labelSmoothing=1        | loss.labelSmoothing must be a number from 0 to below 1, but is 1.
            schedule=onecycle            | schedule.kind must be one of constant, step, exponential, cosine, oneCycle, plateau, but is "onecycle". Did you mean "oneCycle"?
            loss=mse                     | loss.kind must be one of crossEntropy, but is "mse".
            evaluation.vote=meen         | evaluation.vote must be one of mean, majority, but is "meen". Did you mean "mean"?
            data.classes=[jazz]          | data.classes must be a list of at least two different folder names, but is [jazz].
            data=3                       | data must be a mapping of keys and values, but is 3.
            settings.batchNorm=maybe     | settings.batchNorm must be true or false, but is "maybe".
            settings.batchNrm=true       | no layer asks for the setting "batchNrm". Did you mean "batchNorm"? Known: batchNorm.
            model.dropout1.rat=0.5       | unknown key "rat" in model.dropout1. Did you mean "rate"? Known: name, when, rate.
            model[18].rate=0.5           | the model has 18 layers, from model[0] to model[17].
            batch                        | wanted KEY=VALUE with a key such as training.batch, model.dropout1.rate or model[3].rate.
            training..batch=3            | wanted KEY=VALUE with a key such as training.batch, model.dropout1.rate or model[3].rate.
            """)
    void setValuesAreChecked(String set, String sentence) {
        assertEquals("--set " + set + ": " + sentence, setMessage(set));
    }

    @Test
    void keysOfMelBandsHaveNoUseWithoutThem() {
        assertEquals(
                "my.yaml, line 3: features.nMels has no use where features.kind is chroma; leave it out.",
                message(MODEL + "features: {kind: chroma, nMels: 64}\n"));
        assertEquals(
                "my.yaml, line 3: features.power has no use where features.of is [chroma, rms]; leave it out.",
                message(MODEL + "features: {kind: stack, of: [chroma, rms], power: 1}\n"));
        assertEquals(
                "my.yaml, line 3: features.nMfcc has no use where features.of is [log-mel]; leave it out.",
                message(MODEL + "features: {kind: stack, of: [log-mel], nMfcc: 5}\n"));
        assertEquals(
                "--set features.htk=true: features.htk has no use where features.of is [rms]; leave it out.",
                assertThrows(
                                RecipeException.class,
                                () -> Recipes.load("li-cnn", List.of("features.of=[rms]", "features.htk=true")))
                        .getMessage());
        Recipe recipe = Recipes.load("li-cnn", List.of("features.of=[rms]"));
        assertNull(recipe.features().nMels(), "what the recipe says for its own kinds falls away");
        List<String> sets = List.of("features.nMels=64");
        assertEquals(64, Recipes.load("li-cnn", sets).features().nMels());
        recipe = Recipes.load("li-cnn", List.of(), sets, List.of("features.of=[rms]"));
        assertNull(recipe.features().nMels(), "and so does what a study varies away");
    }

    @Test
    void aSplitThatLeaksNothingIsNotCalledLeaky() {
        String yaml = MODEL + "features: {wholeTrack: true, resize: 64}\nsplit: leaky\naugment:\n  waveform: ";
        String sentence = "my.yaml, line 4: split.kind: leaky leaks nothing where a track is one segment"
                + " (features.wholeTrack); take tracks, or make variants before the split:"
                + " augment.waveform.beforeSplit=true.";
        assertEquals(sentence, message(yaml + "null\n"));
        assertEquals(sentence, message(yaml + "{variants: 3}\n"));
        assertTrue(Recipes.parse(yaml + "{variants: 3, beforeSplit: true}\n", "my.yaml", List.of())
                .split()
                .leaky());
    }

    @Test
    void aFolderInPlaceOfARecipeIsSaidToBeOne() {
        String message = assertThrows(RecipeException.class, () -> Recipes.load("src", List.of()))
                .getMessage();
        assertEquals("src is a folder, not a recipe; data are named by --data src.", message);
    }

    @Test
    void unknownLayerNameListsTheNames() {
        String message = setMessage("model.dropot1.rate=0.5");
        assertEquals(
                "--set model.dropot1.rate=0.5: unknown layer \"dropot1\". Did you mean \"dropout1\"?",
                message.substring(0, message.indexOf(" Known")));
    }

    @Test
    void foldBeyondTheFolds() {
        assertEquals(
                "--set split.fold=6: split.fold must be a whole number from 1 to split.k = 5, but is 6.",
                setMessage("split.kind=folds", "split.k=5", "split.fold=6"));
    }

    @Test
    void earlyStoppingNeedsAValidationSide() {
        String yaml = MODEL + "split: {validation: 0}\ntraining:\n  keep: best\n";
        assertEquals(
                "my.yaml, line 6: training.patience must be left out where split.validation is 0: there is nothing to"
                        + " watch, but is 10.",
                message(yaml + "  patience: 10\n"));
        assertEquals(
                "my.yaml, line 5: training.keep must be last where split.validation is 0: there is nothing to choose"
                        + " by, but is \"best\".",
                message(yaml));
    }

    @Test
    void plateauNeedsAValidationSide() {
        String yaml = MODEL + "split: {validation: 0}\ntraining: {keep: last}\nschedule: plateau\n";
        assertEquals(
                "my.yaml, line 5: schedule.kind must be another where split.validation is 0: there is nothing to watch,"
                        + " but is \"plateau\".",
                message(yaml));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            title: x                                | my.yaml, line 1: model must be a list of layers, but is missing.
            model: relu                             | my.yaml, line 1: model must be a list of layers, but is "relu".
            model: [conv3d: {filters: 3}]           | my.yaml, line 1: unknown layer "conv3d". Did you mean "conv2d"? Known: conv2d, conv1d, batchNorm, layerNorm, relu, maxPool2d, dropout, toSequence, lstm, gru, multiHeadAttention, dense, flatten, globalAveragePool.
            model: []                               | my.yaml, line 1: model must be a list of layers, but is an empty list.
            model: [flatten, softmax]               | my.yaml, line 1: no softmax stands in a model: the last layer gives logits, and the loss takes them; leave it out.
            model: [dropout]                        | my.yaml, line 1: model.dropout1.rate is missing: it must be a number from 0 to below 1.
            model: [dropout: 0.3]                   | my.yaml, line 1: dropout must be followed by options in braces, but by 0.3.
            model: [{relu: , flatten: }]            | my.yaml, line 1: a layer must be a word, such as relu, or one key with its options, such as "dropout: {rate: 0.3}", but is a mapping with the keys relu, flatten.
            model: [relu: {name: a}, relu: {name: a}] | my.yaml, line 1: a second layer is named "a"; names must differ.
            model: [relu: {when: big}]              | my.yaml, line 1: unknown setting "big". The recipe has no "settings".
            {model: [relu: {when: big}], settings: {big: false}} | my.yaml, line 1: model has no layer left with these settings.
            just words                              | my.yaml is not a recipe: wanted keys such as "model:", but got "just words".
            split: {kind: tracks, fold: 2}          | my.yaml, line 1: unknown key "fold" in split. Known: kind, test, validation, validationOf, seed.
            split: {kind: files, trainFile: a.txt}  | my.yaml, line 1: split.testFile is missing: it must be a file's path.
            """)
    void badRecipes(String yaml, String message) {
        assertEquals(message, message(yaml));
    }

    @Test
    void brokenYamlNamesTheLine() {
        String message = message("title: x\nmodel: [relu\n");
        assertEquals("my.yaml, line 3: not valid YAML: ", message.substring(0, 33));
    }

    @Test
    void doubledKey() {
        assertEquals(
                "my.yaml, line 2: the key \"title\" stands here a second time; keep one.",
                message("title: x\ntitle: y\n"));
    }

    @Test
    void unknownRecipeNamesTheNearestAndAll() {
        assertEquals(
                "No recipe is called \"harmonyent\". Did you mean \"harmonynet\"? Known: "
                        + String.join(", ", Recipes.list())
                        + ". For a file of your own, give its path, ending in .yaml.",
                assertThrows(RecipeException.class, () -> Recipes.load("harmonyent", List.of()))
                        .getMessage());
    }

    @Test
    void unknownProfile() {
        assertEquals(
                "No profile is called \"compsed\". Did you mean \"composed\"? Known: composed.",
                assertThrows(RecipeException.class, () -> Recipes.load("harmonynet", List.of("compsed"), List.of()))
                        .getMessage());
    }

    @Test
    void filesThatCannotBeRead(@TempDir Path folder) throws IOException {
        String missing = folder.resolve("none.yaml").toString();
        assertEquals(
                "The recipe " + missing + " could not be read: there is no such file.",
                assertThrows(RecipeException.class, () -> Recipes.load(missing, List.of()))
                        .getMessage());
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertEquals(
                "The recipe " + binary + " could not be read: it cannot be read as UTF-8 text.",
                assertThrows(RecipeException.class, () -> Recipes.load(binary.toString(), List.of()))
                        .getMessage());
    }

    @Test
    void circleOfExtensions(@TempDir Path folder) throws IOException {
        Path circle = folder.resolve("a.yaml");
        Files.write(circle, ("extends: " + circle + "\n").getBytes(StandardCharsets.UTF_8));
        assertEquals(
                circle + ", line 1: recipes extend each other more than 10 deep; is there a circle?",
                assertThrows(RecipeException.class, () -> Recipes.load(circle.toString(), List.of()))
                        .getMessage());
    }
}
