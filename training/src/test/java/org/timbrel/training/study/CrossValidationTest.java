package org.timbrel.training.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.metrics.WilsonInterval;
import org.timbrel.training.recipe.RecipeException;
import org.timbrel.training.run.MetricsEvent;

/** Folds, splits and seeds in one table. */
final class CrossValidationTest {
    @TempDir
    Path work;

    private MadeStudy made;

    @BeforeEach
    void makeData() {
        made = MadeStudy.in(work);
    }

    @Test
    void foldsAreCountedTogether() throws IOException {
        CrossValidation folds = CrossValidation.folds(List.of(made.source("small")), 3, Seeds.OWN);
        List<PartResult> results = made.run(folds.study(), "study", 2, () -> false);
        StudyTable table = folds.summary(results);
        assertEquals(
                List.of(
                        "small, by track, mean of probabilities",
                        "small, by track, majority of segments",
                        "small, by segment",
                        "majority class, by track",
                        "linear model on mean MFCC, by track"),
                table.rows().stream().map(row -> row.get(0)).toList());
        long tracks =
                results.stream().mapToLong(r -> test(r).byTrack().correct()).sum();
        long segments =
                results.stream().mapToLong(r -> test(r).bySegment().correct()).sum();
        assertEquals(tracks + " of 18", table.rows().get(0).get(4));
        assertEquals(segments + " of 54", table.rows().get(2).get(4));
        WilsonInterval wilson = WilsonInterval.of(tracks, 18);
        assertEquals(
                String.format(Locale.ROOT, "%.1f to %.1f", 100 * wilson.low(), 100 * wilson.high()),
                table.rows().get(0).get(5));
        assertEquals(3, table.rows().get(1).get(3).split(" ").length, "a figure a fold");
        assertEquals("6 of 18", table.rows().get(3).get(4), "a third of three classes");
        assertEquals(
                "made tones · split by track, 3 folds, split seed 1 · seed 1",
                table.rows().get(4).get(6));
    }

    @Test
    void seedsAreAddedToAFinishedStudy() throws IOException {
        List<RecipeSource> sources = List.of(made.source("small", "training.epochs=1"));
        List<PartResult> one =
                made.run(CrossValidation.folds(sources, 2, Seeds.OWN).study(), "study", 2, () -> false);
        byte[] before = MadeStudy.metrics(one.get(1));
        CrossValidation three = CrossValidation.folds(sources, 2, Seeds.of(List.of(1L, 5L, 6L)));
        List<PartResult> results = made.run(three.study(), "study", 2, () -> false);
        assertEquals(6, results.size());
        assertArrayEquals(before, MadeStudy.metrics(results.get(1)));
        try (Stream<Path> parts = Files.list(work.resolve("study/parts"))) {
            assertEquals(
                    List.of(
                            "1-fold-1-of-2",
                            "2-fold-2-of-2",
                            "3-fold-1-of-2-seed-5",
                            "4-fold-2-of-2-seed-5",
                            "5-fold-1-of-2-seed-6",
                            "6-fold-2-of-2-seed-6"),
                    parts.map(p -> p.getFileName().toString()).sorted().toList());
        }
        StudyTable table = three.summary(results);
        assertEquals(4 * 3 + 2, table.rows().size());
        assertEquals(
                "small, all 3 seeds, by track, mean of probabilities",
                table.rows().get(0).get(0));
        assertEquals("6", table.rows().get(0).get(1));
        assertTrue(table.rows().get(0).get(4).matches("\\d+\\.\\d of 18"), "the mean of three tests of each track");
        assertEquals("small, seed 5, by segment", table.rows().get(8).get(0));
        assertTrue(table.rows().get(8).get(4).endsWith(" of 54"), table.markdown());
        assertEquals("6 of 18", table.rows().get(12).get(4), "a baseline counts once a split");
        assertTrue(table.rows().get(0).get(6).endsWith("seed 1, 5, 6"), table.markdown());
    }

    @Test
    void severalRecipesStandInOneTableBesideTheirPapers() throws IOException {
        CrossValidation splits = CrossValidation.splits(
                List.of(made.source("first", "training.epochs=1"), made.source("second", "training.epochs=1")),
                1,
                Seeds.OWN);
        Study study = splits.study();
        assertEquals("Cross-validation of first, second: one random split by track", study.title());
        List<PartResult> results = made.run(study, "study", 2, () -> false);
        StudyTable table = splits.summary(results);
        assertEquals("second, by segment", table.rows().get(5).get(0));
        assertEquals(2 * 3 + 2, table.rows().size(), "one split, so one set of baselines");
        Study known = CrossValidation.folds(
                        List.of(
                                new RecipeSource("kuppusamy-cnn", List.of(), List.of()),
                                new RecipeSource("kuppusamy-lstm", List.of(), List.of())),
                        2,
                        Seeds.first(2))
                .study();
        assertEquals(Map.of("kuppusamy-cnn", "85.0", "kuppusamy-lstm", "69.7"), known.published());
        assertEquals("kuppusamy-lstm, fold 2 of 2, seed 2", known.parts().get(7).label());
    }

    @Test
    void recipesOfOneNameAreRefused() throws IOException {
        List<RecipeSource> twice = List.of(made.source("small"), made.source("small"));
        RecipeException e = assertThrows(RecipeException.class, () -> CrossValidation.folds(twice, 2, Seeds.OWN));
        assertTrue(e.getMessage().contains("different names"), e.getMessage());
    }

    private static MetricsEvent.Test test(PartResult result) {
        return result.test().orElseThrow();
    }
}
