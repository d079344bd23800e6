package org.timbrel.training.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;

/** Against SciPy 1.17.1: ttest_rel, binomtest, t.ppf and std(ddof=1). */
final class StatisticsTest {
    private static final int[] FIRST = {1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1};
    private static final int[] SECOND = {1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0};

    @Test
    void meanAndIntervalAreSciPys() {
        Sample sample = Sample.of(List.of(0.7, 0.65, 0.8, 0.72, 0.75));
        assertEquals(0.724, sample.mean(), 1e-15);
        assertEquals(0.05594640292279748, sample.deviation(), 1e-15);
        assertEquals(0.06946663433823946, sample.halfInterval(), 1e-12);
        assertTrue(Double.isNaN(Sample.of(List.of(0.5)).halfInterval()));
    }

    @Test
    void thePairedTestIsSciPys() {
        PairedTest test = PairedTest.of(List.of(result(FIRST)), List.of(result(SECOND)));
        assertEquals(12, test.tracks());
        assertEquals(1.3932610920384718, test.t(), 1e-12);
        assertEquals(0.19105429809656932, test.p(), 1e-12);
        assertEquals(0.375, test.mcNemar().orElseThrow(), 1e-12);
    }

    @Test
    void aTrackThatSeveralRunsTestedCountsOnce() {
        PairedTest test = PairedTest.of(List.of(result(FIRST), result(SECOND)), List.of(result(SECOND)));
        assertEquals(12, test.tracks());
        assertEquals((9 + 6) / 24.0, test.first(), 1e-15);
        assertTrue(test.mcNemar().isEmpty());
    }

    @Test
    void equalModelsDoNotDiffer() {
        PairedTest test = PairedTest.of(List.of(result(FIRST)), List.of(result(FIRST)));
        assertEquals(1, test.p());
        assertEquals(1, test.mcNemar().orElseThrow());
    }

    @Test
    void modelsWithoutACommonTrackAreRefused() {
        ClassificationResult other = new ClassificationResult(
                List.of("a", "b"), List.of(new Prediction("elsewhere", 0, 0, List.of(1.0, 0.0))));
        DataException e =
                assertThrows(DataException.class, () -> PairedTest.of(List.of(result(FIRST)), List.of(other)));
        assertTrue(e.getMessage().contains("are none"), e.getMessage());
    }

    private static ClassificationResult result(int[] right) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < right.length; i++) {
            predictions.add(new Prediction("track" + i, 0, 1 - right[i], List.of(0.5, 0.5)));
        }
        return new ClassificationResult(List.of("a", "b"), predictions);
    }
}
