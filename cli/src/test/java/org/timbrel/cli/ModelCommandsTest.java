package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code inspect} and {@code recipes} say what a model is made of. */
final class ModelCommandsTest {
    @TempDir
    Path work;

    @Test
    void inspectsTheLstmAsItsPaperHasIt() {
        Captured said = Captured.run(work, "inspect", "kuppusamy-lstm");
        assertEquals(0, said.code(), said.err());
        List<String> parameters = said.out()
                .lines()
                .filter(line -> line.matches("(lstm|dense|dropout|total).*"))
                .map(line -> line.replaceFirst(" +[\\d,]+$", "").replaceFirst("^.* ", ""))
                .toList();
        assertEquals(List.of("19,968", "33,024", "4,160", "0", "650", "57,802"), parameters, said.out());
    }

    /** Parameter counts are the papers' where they print one, else those of the same model in Keras or PyTorch. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            harmonynet     | log-mel (173, 128, 1) |   634,250 | 94.5% | Rai, Tomar
            harmonynet-350 | log-mel (350, 128, 1) |   634,250 | 94.5% | Rai, Tomar
            kuppusamy-lstm | mfcc (130, 13)        |    57,802 | 69.7% | Kuppusamy
            kuppusamy-cnn  | log-mel (210, 210, 1) |   195,530 | 85.0% | Kuppusamy
            li-cnn         | stack (128, 40, 1)    |    52,298 | 46.6% | Li
            li-lstm        | stack (128, 40)       |   107,466 | 54.4% | Li
            sheng-cnn-lstm | log-mel (128, 128, 1) |   647,082 | 84.4% | Sheng
            chen-cnn       | log-mel (128, 128, 1) | 2,617,994 | 81.5% | Chen
            chen-rnn       | mfcc (130, 13)        |   205,578 | 74.0% | Chen
            chen-crnn      | log-mel (128, 128, 1) | 3,456,266 | 88.7% | Chen
            """)
    void listsEveryRecipeWithItsPaper(String name, String input, String parameters, String published, String paper) {
        Captured said = Captured.run(work, "recipes");
        assertEquals(0, said.code(), said.err());
        String line = said.out()
                .lines()
                .filter(l -> l.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        List<String> cells = List.of(line.split(" {2,}"));
        assertEquals(List.of(name, input, parameters, published), cells.subList(0, 4));
        assertTrue(cells.get(4).startsWith(paper), line);

        Captured inspected = Captured.run(work, "inspect", name);
        assertEquals(0, inspected.code(), inspected.err());
        assertTrue(
                inspected.out().lines().anyMatch(l -> l.matches("(total|trained) .* " + parameters + "( .*)?")),
                inspected.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            training.fusion=true     | vector    | vector computes in one go, while training: conv2d1 to dropout1, conv2d2 to dropout2, conv2d3 to dropout3.
            training.fusion=false    | vector    | vector computes each layer by itself.
            training.precision=mixed | vector    | vector computes each layer by itself.
            training.fusion=true     | reference | reference computes each layer by itself.
            """)
    void showsWhichLayersAreComputedInOneGo(String set, String backend, String sentence) {
        Captured said = Captured.run(work, "inspect", "harmonynet", "--set", set, "--backend", backend);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("Backend " + sentence), said.out());
    }

    @Test
    void inspectsARecipeOfOnesOwn() throws IOException {
        Path recipe = work.resolve("own.yaml");
        Files.writeString(recipe, "extends: kuppusamy-lstm\nmodel:\n  - flatten\n  - dense: {units: classes}\n");
        Captured said = Captured.run(work, "inspect", recipe, "--classes", 4);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("(1690)"), said.out());
        assertTrue(said.out().lines().anyMatch(l -> l.startsWith("total") && l.contains("6,764")), said.out());
    }

    @Test
    void aRecipeThatNamesItsClassesSaysHowManyThereAre() throws IOException {
        Path recipe = work.resolve("own.yaml");
        Files.writeString(recipe, "extends: kuppusamy-lstm\ndata: {classes: [bell, drum, reed]}\n");
        Captured said = Captured.run(work, "inspect", recipe);
        assertTrue(said.out().contains("dense 3 "), said.out());
        assertTrue(Captured.run(work, "inspect", "kuppusamy-lstm").out().contains("taken to have 10 classes"));
        Captured refused = Captured.run(work, "inspect", recipe, "--classes", 4);
        assertEquals(ExitCode.USAGE.number(), refused.code(), refused.err());
        assertTrue(refused.sentence().contains("names 3"), refused.err());
    }

    @Test
    void refusesAModelWhoseLayersDoNotFit() throws IOException {
        Path recipe = work.resolve("own.yaml");
        Files.writeString(
                recipe, "extends: kuppusamy-lstm\nmodel:\n  - conv2d: {filters: 4, kernel: 3}\n  - lstm: {units: 4}\n");
        Captured said = Captured.run(work, "inspect", recipe);
        assertEquals(ExitCode.USAGE.number(), said.code(), said.err());
        assertTrue(said.sentence().contains("lstm1"), said.err());
    }

    @Test
    void printsARecipeThatCanBeReadAgain() throws IOException {
        Captured first = Captured.run(work, "recipes", "harmonynet", "--set", "training.batch=7");
        Path copy = work.resolve("copy.yaml");
        Files.writeString(copy, first.out());
        Captured second = Captured.run(work, "recipes", copy);
        assertTrue(first.out().contains("batch: 7"), first.out());
        assertEquals(first.out(), second.out());
    }
}
