package org.timbrel.training.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.timbrel.training.data.FeatureBlock;

class LinearMfccTest {
    private static final int TRACKS = 40;
    private static final int FEATURES = 4;
    private static final int CLASSES = 3;
    private static final double CLOSE = 1e-6;

    /** The formula of benchmarks/reference/logistic_regression.py. */
    private static int[] labels() {
        int[] labels = new int[TRACKS];
        for (int i = 0; i < TRACKS; i++) {
            labels[i] = i % 5 == 0 ? 0 : i % CLASSES;
        }
        return labels;
    }

    private static double[][] made() {
        double[][] x = new double[TRACKS][FEATURES];
        for (int i = 0; i < TRACKS; i++) {
            for (int j = 0; j < FEATURES; j++) {
                double wave = Math.sin(1.7 * i + 2.3 * j) + 0.8 * Math.cos(labels()[i] * (j + 1.0));
                x[i][j] = (j + 1) * wave + 10 * j;
            }
        }
        return x;
    }

    private static double[][] standardized(double[][] x, double[][] of) {
        double[][] scaled = new double[of.length][FEATURES];
        for (int j = 0; j < FEATURES; j++) {
            double mean = 0;
            double square = 0;
            for (double[] row : x) {
                mean += row[j] / x.length;
            }
            for (double[] row : x) {
                square += (row[j] - mean) * (row[j] - mean) / x.length;
            }
            for (int i = 0; i < of.length; i++) {
                scaled[i][j] = (of[i][j] - mean) / Math.sqrt(square);
            }
        }
        return scaled;
    }

    /** Tracks that it was not fitted on. */
    private static double[][] heldOut() {
        double[][] x = made();
        double[][] held = new double[(TRACKS + 6) / 7][FEATURES];
        for (int i = 0; i < held.length; i++) {
            for (int j = 0; j < FEATURES; j++) {
                held[i][j] = 0.9 * x[7 * i][j] + 0.3;
            }
        }
        return held;
    }

    private static double[] row(Object rows, int index) {
        return numbers(((List<?>) rows).get(index));
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list)
                .stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }

    private static Map<String, Object> golden() throws IOException {
        try (InputStream in = LinearMfccTest.class.getResourceAsStream("golden.json")) {
            return JSON.std.mapFrom(in);
        }
    }

    @Test
    void weightsAreScikitLearns() throws IOException {
        LogisticRegression model = LogisticRegression.fit(standardized(made(), made()), labels(), CLASSES, 1);
        Map<String, Object> golden = golden();
        for (int k = 0; k < CLASSES; k++) {
            for (int j = 0; j < FEATURES; j++) {
                assertEquals(row(golden.get("weights"), k)[j], model.weight(k, j), CLOSE);
            }
            assertEquals(numbers(golden.get("intercepts"))[k], model.intercept(k), CLOSE);
        }
    }

    @Test
    void probabilitiesAreScikitLearns() throws IOException {
        LogisticRegression model = LogisticRegression.fit(standardized(made(), made()), labels(), CLASSES, 1);
        double[][] held = standardized(made(), heldOut());
        for (int i = 0; i < held.length; i++) {
            assertArrayEquals(row(golden().get("probabilities"), i), model.probabilities(held[i]), CLOSE);
        }
    }

    @Test
    void decisionsWithScalingAreScikitLearns() throws IOException {
        LinearMfcc linear = LinearMfcc.fit(made(), labels(), CLASSES);
        double[] wanted = numbers(golden().get("predicted"));
        double[][] held = heldOut();
        for (int i = 0; i < held.length; i++) {
            assertEquals((int) wanted[i], linear.predict(held[i]));
        }
    }

    @Test
    void separableClassesStayFinite() {
        double[][] x = {{-1000}, {-999}, {999}, {1000}};
        LogisticRegression model = LogisticRegression.fit(x, new int[] {0, 0, 1, 1}, 2, 1);
        assertEquals(0, model.predict(new double[] {-500}));
        assertEquals(1, model.predict(new double[] {500}));
        assertEquals(0.5, model.probabilities(new double[] {0})[0], 1e-6);
    }

    @Test
    void meanIsOverSegmentsAndFrames() {
        // (2 segments, 2 frames, 2 bins)
        FloatBuffer values = FloatBuffer.wrap(new float[] {1, 10, 2, 20, 3, 30, 6, 60});
        assertArrayEquals(new double[] {3, 30}, LinearMfcc.mean(new FeatureBlock(2, 2, 2, values)));
    }

    @Test
    void majorityIsTheMostFrequentAndTheFirstOfEquals() {
        assertEquals(2, MajorityClass.fit(new int[] {0, 2, 1, 2}, 3).label());
        assertEquals(1, MajorityClass.fit(new int[] {2, 1, 2, 1}, 3).label());
    }
}
