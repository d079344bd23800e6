package org.timbrel.training.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.data.AudioDataSet;
import org.timbrel.training.data.DataException;
import org.timbrel.training.data.FeatureCache;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.FeaturePipeline;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.Splitter;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** Two classes that a linear model of the spectrum tells apart: low tones, and high ones; more of the low. */
class BaselineTest {
    private static final int RATE = 8000;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < 12; i++) {
            tone(folder.resolve("low/" + (char) ('a' + i) + ".wav"), 200 + 10 * i);
        }
        for (int i = 0; i < 8; i++) {
            tone(folder.resolve("high/" + (char) ('a' + i) + ".wav"), 2500 + 30 * i);
        }
    }

    /** A second of a sine as 16-bit WAV. */
    private static void tone(Path file, double hertz) throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * RATE).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * RATE);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        wav.putShort((short) 1)
                .putInt(RATE)
                .putInt(2 * RATE)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * RATE);
        for (int i = 0; i < RATE; i++) {
            wav.putShort((short) (10_000 * StrictMath.sin(2 * Math.PI * hertz * i / RATE)));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, wav.array());
    }

    private List<Baseline> baselines(String set) {
        Recipe recipe = Recipes.parse(
                "extends: harmonynet\ndata: {sampleRate: 8000}\nfeatures: {segmentSeconds: 0.5, overlapSeconds: 0}\n",
                "tones.yaml",
                List.of(set));
        FeatureCache cache = new FeatureCache(folder.resolve(".cache"));
        AudioDataSet dataSet = AudioDataSet.scan(folder, recipe.data());
        FeatureSet features = new FeaturePipeline(new FeatureExtractor(recipe.data(), recipe.features()), cache, 2)
                .prepare(dataSet, done -> {});
        return Baseline.of(recipe, dataSet, features, Splitter.split(features, recipe.split()), cache, 2);
    }

    @Test
    void bothAreTestedOnTheTracksOfTheSplit() {
        List<Baseline> baselines = baselines("split.test=0.25");
        Baseline majority = baselines.get(0);
        assertEquals("majority class", majority.name());
        assertEquals(3.0 / 5, majority.byTrack().accuracy(), 1e-12);
        Baseline linear = baselines.get(1);
        assertEquals("linear model on mean MFCC", linear.name());
        assertEquals(1, linear.byTrack().accuracy());
        assertEquals(2, linear.byTrack().count(0, 0), "classes are sorted: high, low");
        assertEquals(3, linear.byTrack().count(1, 1));
    }

    @Test
    void leakySplitIsRefused() {
        String message = assertThrows(DataException.class, () -> baselines("split.kind=leaky"))
                .getMessage();
        assertTrue(message.startsWith("The baselines decide by track and need a split by track"), message);
    }
}
