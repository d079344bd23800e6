package org.timbrel.training.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.RecipeException;

/** Grids, and Chen's Table 1. */
final class TuningTest {
    /** Few filters and units, so that models are built at once; the shapes are the published ones. */
    private static final List<String> THIN = List.of(
            "model.conv2d1.filters=2",
            "model.conv2d2.filters=2",
            "model.conv2d3.filters=2",
            "model.conv2d4.filters=2",
            "model.conv2d5.filters=2",
            "model.dense1.units=2");

    @TempDir
    Path work;

    @Test
    void aGridIsReadOneFactorAtATimeOrWhole() throws IOException {
        RecipeSource source = MadeStudy.in(work).source("small");
        Path file = Files.writeString(
                work.resolve("grid.yaml"), "training.batch: [4, 8]\noptimizer.learningRate: [0.1, 0.01, 0.001]\n");
        Grid grid = Grid.read(file);
        assertEquals(1 + 1 + 2, grid.oneAtATime(source).study().parts().size(), "two values are the recipe's own");
        Study full = grid.full(source).study();
        assertEquals(6, full.parts().size());
        assertEquals(4, full.parts().get(0).recipe().training().batch());
        Files.writeString(file, "training.batch: 4\n");
        RecipeException e = assertThrows(RecipeException.class, () -> Grid.read(file));
        assertTrue(e.getMessage().contains("must be a list of values"), e.getMessage());
        assertThrows(RecipeException.class, () -> Grid.read(work.resolve("none.yaml")));
    }

    @Test
    void theBestIsChosenOnTheValidationSide() throws IOException {
        MadeStudy made = MadeStudy.in(work);
        Path file = Files.writeString(work.resolve("grid.yaml"), "optimizer.learningRate: [0.001, 0.1]\n");
        Tuning tuning = Grid.read(file).oneAtATime(made.source("small", "data.tracks=5"));
        List<PartResult> results = made.run(tuning.study(), "study", 2, () -> false);
        StudyTable table = tuning.summary(results);
        assertEquals(1 + 2 + 2, table.rows().size());
        assertEquals(
                "made tones, first 5 tracks of each class · split by track, 20% test, split seed 1 · seed 1",
                table.rows().get(0).get(5));
        double highest = results.stream()
                .mapToDouble(r -> r.validation().orElseThrow())
                .max()
                .orElseThrow();
        int better = results.get(0).validation().orElseThrow() == highest ? 1 : 2;
        assertTrue(table.rows().get(better).get(1).endsWith(", best"), table.markdown());
        assertTrue(table.rows().get(0).get(1).matches("\\d+\\.\\d"), "a line without rivals is not the best of any");
        assertEquals(table.rows().get(0).get(2), table.rows().get(1).get(2), "the same recipe, the same run");
    }

    @Test
    void everyLineOfChensTableCanBeBuilt() {
        List<Part> parts = parts("chen-cnn", THIN);
        assertEquals(16, parts.size(), "values that are held anyway share one run");
        try (Backend backend = Backends.open("reference", new BackendOptions(1))) {
            for (Part part : parts) {
                Recipe recipe = part.recipe();
                int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
                ModelBuilder.build(recipe, backend, frames, recipe.features().bins(), 10);
            }
        }
        assertEquals(14, parts("chen-rnn", List.of()).size());
        assertEquals(16, parts("chen-crnn", List.of()).size());
    }

    @Test
    void convolutionsAreTakenAwayAndRepeated() {
        List<Part> parts = parts("chen-cnn", List.of());
        assertEquals(List.of(32, 64, 128), filters(part(parts, "convolutions: 3")));
        assertEquals(List.of(32, 64, 128, 256, 512, 512, 512), filters(part(parts, "convolutions: 7")));
        assertEquals(List.of(16, 32, 64, 128, 256), filters(part(parts, "filters: half as many")));
        Recipe seven = part(parts, "kernel: 7 x 7");
        assertEquals(List.of(7, 7), first(seven).options().get("kernel"));
        assertEquals("same", first(seven).text("padding"));
        assertEquals("valid", first(part(parts, "as published")).text("padding"));
        assertEquals(215, part(parts, "segment: 5 s").features().frames());
    }

    @Test
    void thePapersColumnSaysWhatItFound() {
        Tuning tuning = ChenTable1.of(new RecipeSource("chen-rnn", List.of(), List.of()));
        List<PartResult> failed = tuning.study().parts().stream()
                .map(part -> PartResult.failed(part, work, "no data", false))
                .toList();
        StudyTable table = tuning.summary(failed);
        List<String> gru = table.rows().stream()
                .filter(row -> row.get(0).equals("cell: bidirectional GRU"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("–", "–", "", "–", "no data", "best, about 89"), gru.subList(1, 7));
    }

    @Test
    void otherRecipesNeedAGrid() {
        RecipeException e = assertThrows(
                RecipeException.class, () -> ChenTable1.of(new RecipeSource("harmonynet", List.of(), List.of())));
        assertTrue(e.getMessage().contains("--grid"), e.getMessage());
    }

    private static List<Part> parts(String name, List<String> sets) {
        return ChenTable1.of(new RecipeSource(name, List.of(), sets)).study().parts();
    }

    private static Recipe part(List<Part> parts, String label) {
        return parts.stream()
                .filter(part -> part.label().equals(label))
                .findFirst()
                .orElseThrow()
                .recipe();
    }

    private static LayerSpec first(Recipe recipe) {
        return recipe.model().get(0);
    }

    private static List<Integer> filters(Recipe recipe) {
        List<Integer> filters = new ArrayList<>();
        recipe.model().stream()
                .filter(layer -> layer.type() == LayerType.CONV2D)
                .forEach(layer -> filters.add(layer.integer("filters")));
        return filters;
    }
}
