package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
