package org.timbrel.training.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.metrics.Prediction;

/** Models and runs that decide together. */
final class EnsembleTest {
    @TempDir
    Path work;

    @Test
    void probabilitiesAreAveraged() {
        ClassificationResult both = Ensemble.average(List.of(song(0.4), song(0.9)));
        Prediction decided = both.predictions().get(0);
        assertEquals(0.65, decided.probabilities().get(0), 1e-12);
        assertEquals(0.35, decided.probabilities().get(1), 1e-12);
        assertTrue(decided.correct());
    }

    @Test
    void modelsVoteOnEveryFold() throws IOException {
        MadeStudy made = MadeStudy.in(work);
        List<RecipeSource> sources =
                List.of(made.source("first"), made.source("second", "training.seed=9", "training.epochs=1"));
        EnsembleStudy kind = new EnsembleStudy(CrossValidation.folds(sources, 2, Seeds.OWN), List.of());
        assertEquals("Ensemble of first, second: 2 folds by track", kind.study().title());
        List<PartResult> results = made.run(kind.study(), "study", 2, () -> false);
        StudyTable table = kind.summary(results);
        assertEquals(
                List.of(
                        "first",
                        "second",
                        "mean of the members alone",
                        "ensemble of all 2",
                        "majority class",
                        "linear model on mean MFCC"),
                table.rows().stream().map(row -> row.get(0)).toList());
        assertEquals(byHand(results) + " of 18", table.rows().get(3).get(2));
        assertEquals(
                List.of("first", "second", "ensemble of all 2", "majority class", "linear model on mean MFCC"),
                kind.bars(results).stream().map(AccuracyBar::name).toList());
        assertEquals("6 of 18", table.rows().get(4).get(2));
        assertEquals(
                String.format(
                        Locale.ROOT,
                        "%.3f",
                        ConfusionMatrix.sum(List.of(
                                        results.get(0).test().orElseThrow().byTrack(),
                                        results.get(1).test().orElseThrow().byTrack()))
                                .macroF1()),
                table.rows().get(0).get(6));
        StudyTable pairs = kind.tables(results).get(0);
        assertEquals("first against second", pairs.rows().get(0).get(0));
        assertEquals("18", pairs.rows().get(0).get(1));

        EnsembleStudy withFolder = new EnsembleStudy(
                CrossValidation.folds(sources.subList(0, 1), 2, Seeds.OWN),
                FinishedRuns.read(results.get(2).folder().getParent().getParent())
                        .runs());
        List<PartResult> alone = results.subList(0, 2);
        assertEquals(
                "ensemble of all 3",
                withFolder.summary(alone).rows().get(5).get(0),
                "a member that was trained and two that lie in a folder");
    }

    @Test
    void runsOnOtherTracksAreRefused() throws IOException {
        MadeStudy made = MadeStudy.in(work);
        List<PartResult> runs = new ArrayList<>();
        for (int k = 2; k <= 3; k++) {
            Study study = CrossValidation.folds(List.of(made.source("of" + k, "training.epochs=1")), k, Seeds.OWN)
                    .study();
            runs.addAll(made.run(study, "study" + k, 2, () -> false));
        }
        DataException e =
                assertThrows(DataException.class, () -> Ensemble.of(runs).table(Map.of()));
        assertTrue(e.getMessage().contains("same tracks, but of2 and of3 were not"), e.getMessage());
        DataException one = assertThrows(DataException.class, () -> Ensemble.of(runs.subList(0, 2)));
        assertTrue(one.getMessage().contains("is the only one"), one.getMessage());
    }

    /** Runs 0 and 2 are the first fold of the two models, 1 and 3 the second. */
    private static long byHand(List<PartResult> results) throws IOException {
        long right = 0;
        for (int fold = 0; fold < 2; fold++) {
            List<Prediction> first = FinishedRuns.decisions(results.get(fold)).predictions();
            List<Prediction> second =
                    FinishedRuns.decisions(results.get(fold + 2)).predictions();
            for (int i = 0; i < first.size(); i++) {
                int best = 0;
                double[] sum = new double[3];
                for (int c = 0; c < 3; c++) {
                    sum[c] = first.get(i).probabilities().get(c)
                            + second.get(i).probabilities().get(c);
                    best = sum[c] > sum[best] ? c : best;
                }
                assertEquals(first.get(i).track(), second.get(i).track());
                right += best == first.get(i).truth() ? 1 : 0;
            }
        }
        return right;
    }

    private static ClassificationResult song(double probability) {
        int decided = probability > 0.5 ? 0 : 1;
        return new ClassificationResult(
                List.of("a", "b"), List.of(new Prediction("song", 0, decided, List.of(probability, 1 - probability))));
    }
}
