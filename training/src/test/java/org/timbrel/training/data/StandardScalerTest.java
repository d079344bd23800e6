package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.timbrel.training.recipe.FeatureSpec.Standardize;

class StandardScalerTest {
    /** Two tracks of one segment, (2 frames, 3 bins); the third bin never changes in the first track. */
    private static FeatureSet features() {
        FeatureBlock first = new FeatureBlock(1, 2, 3, FloatBuffer.wrap(new float[] {1, 10, 5, 3, 30, 5}));
        FeatureBlock second = new FeatureBlock(1, 2, 3, FloatBuffer.wrap(new float[] {900, 900, 900, 900, 900, 900}));
        return new FeatureSet(
                List.of("a", "b"),
                List.of(
                        new TrackFeatures(new Track("a/1.wav", 0, Path.of("a/1.wav")), first),
                        new TrackFeatures(new Track("b/1.wav", 1, Path.of("b/1.wav")), second)),
                List.of(),
                2,
                3,
                0);
    }

    private static float[] scaled(Standardize how) {
        float[] values = {1, 10, 5, 3, 30, 5};
        StandardScaler.fit(features(), List.of(new SegmentRef(0, 0)), how).apply(values, 0, 6);
        return values;
    }

    @Test
    void eachBandByItselfAndOnlyTheTrainingSide() {
        assertArrayEquals(new float[] {-1, -1, 0, 1, 1, 0}, scaled(Standardize.PER_BAND));
    }

    @Test
    void allWithOneMeanAndDeviation() {
        // mean 9, variance (64 + 1 + 16 + 36 + 441 + 16) / 6
        float[] got = scaled(Standardize.GLOBAL);
        double deviation = Math.sqrt(574.0 / 6);
        double[] wanted = {-8, 1, -4, -6, 21, -4};
        for (int i = 0; i < 6; i++) {
            assertEquals(wanted[i] / deviation, got[i], 1e-6);
        }
    }

    @Test
    void noneLeavesTheValues() {
        assertArrayEquals(new float[] {1, 10, 5, 3, 30, 5}, scaled(Standardize.NONE));
    }

    @Test
    void jsonKeepsEveryBit() throws IOException {
        FeatureSet features = MadeFeatures.of(2, 3, 5);
        StandardScaler scaler = StandardScaler.fit(features, MadeFeatures.all(features), Standardize.PER_BAND);
        Map<String, Object> json = JSON.std.mapFrom(JSON.std.asString(scaler.toJson()));
        float[] wanted = {1, 2, 3};
        float[] got = wanted.clone();
        scaler.apply(wanted, 0, 3);
        StandardScaler.fromJson(json).apply(got, 0, 3);
        assertArrayEquals(wanted, got);
        assertEquals(scaler.toJson(), StandardScaler.fromJson(json).toJson());
    }

    @Test
    void otherJsonIsRefused() {
        assertThrows(DataException.class, () -> StandardScaler.fromJson(Map.of("means", List.of(1))));
        assertThrows(
                DataException.class,
                () -> StandardScaler.fromJson(Map.of("means", List.of(1), "deviations", List.of(0))));
    }
}
