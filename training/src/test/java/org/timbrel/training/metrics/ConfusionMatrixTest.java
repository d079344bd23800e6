package org.timbrel.training.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private static final double EXACT = 1e-15;

    @Test
    void everyFigureIsScikitLearns() throws IOException {
        for (Map<String, Object> golden : Golden.cases("classification")) {
            String name = (String) golden.get("name");
            int classes = ((Number) golden.get("classes")).intValue();
            ConfusionMatrix matrix = ConfusionMatrix.of(
                    names(classes), Golden.indices(golden.get("truth")), Golden.indices(golden.get("predicted")));

            assertEquals(((Number) golden.get("accuracy")).doubleValue(), matrix.accuracy(), EXACT, name);
            assertPerClass(golden, "precision", matrix::precision, name);
            assertPerClass(golden, "recall", matrix::recall, name);
            assertPerClass(golden, "f1", matrix::f1, name);
            assertPerClass(golden, "support", matrix::support, name);
            assertArrayEquals(
                    Golden.numbers(golden.get("macro")),
                    new double[] {matrix.macroPrecision(), matrix.macroRecall(), matrix.macroF1()},
                    EXACT,
                    name);
            double[][] counts = Golden.rows(golden.get("confusion"));
            for (int t = 0; t < classes; t++) {
                for (int p = 0; p < classes; p++) {
                    assertEquals((long) counts[t][p], matrix.count(t, p), name);
                }
            }
        }
    }

    private static void assertPerClass(
            Map<String, Object> golden, String figure, IntToDoubleFunction ours, String name) {
        double[] wanted = Golden.numbers(golden.get(figure));
        double[] got = IntStream.range(0, wanted.length).mapToDouble(ours).toArray();
        assertArrayEquals(wanted, got, EXACT, name + ": " + figure);
    }

    @Test
    void anEmptyMatrixHasFiguresOfZero() {
        ConfusionMatrix empty = ConfusionMatrix.of(names(2), new int[0], new int[0]);
        assertEquals(0, empty.accuracy());
        assertEquals(0, empty.macroF1());
    }

    @Test
    void countsGoInAndComeOutAndAreCopied() {
        long[][] counts = {{3, 1}, {0, 2}};
        ConfusionMatrix matrix = ConfusionMatrix.ofCounts(names(2), counts);
        assertEquals(ConfusionMatrix.of(names(2), new int[] {0, 0, 0, 0, 1, 1}, new int[] {0, 0, 1, 0, 1, 1}), matrix);
        counts[0][0] = 99;
        assertEquals(3, matrix.count(0, 0));
        assertNotEquals(ConfusionMatrix.ofCounts(names(2), counts), matrix);
    }

    @Test
    void whatIsNoClassIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(names(2), new int[] {2}, new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(names(2), new int[] {0}, new int[] {-1}));
        assertThrows(
                IllegalArgumentException.class, () -> ConfusionMatrix.of(names(2), new int[] {0, 1}, new int[] {0}));
        assertThrows(
                IllegalArgumentException.class, () -> ConfusionMatrix.ofCounts(names(2), new long[][] {{1, 2}, {3}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> ConfusionMatrix.ofCounts(names(2), new long[][] {{1, 2}, {3, -1}}));
    }

    static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    }
}
