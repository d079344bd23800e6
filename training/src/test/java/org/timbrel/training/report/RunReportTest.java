package org.timbrel.training.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

class RunReportTest {
    @BeforeAll
    static void fonts() {
        ExampleRun.assumeFonts();
    }

    @TempDir
    Path temp;

    @Test
    void aFinishedRunShowsItsFigures() throws IOException {
        RunFolder folder = ExampleRun.finished(temp.resolve("run"), 12);
        assertEquals(List.of(), RunReport.write(folder, ExampleRun.MODEL));
        String page = Files.readString(folder.report());
        for (String shown : List.of(
                "77.0%",
                "77 of 100.",
                "95% interval 67.8% to 84.2%",
                "made-up data · split by track, 60/20/20 · seed 42",
                "linear model on mean MFCC",
                "55.0%",
                "majority class",
                "metal taken for rock: 3 of 10 tracks",
                "country/country.00007.wav",
                "11 more: see predictions.csv.",
                "Lstm 64",
                "541,898",
                "learningRate: 0.001",
                "256-bit SIMD",
                "./timbrel train harmonynet --data &#39;my music&#39; --seed 42",
                "Training ended after epoch 12: no better validation loss for 8 epochs.")) {
            assertTrue(page.contains(shown), shown);
        }
        assertFalse(page.contains("--resume"));
    }

    @Test
    void thePageNeedsNothingBesideItself() throws IOException {
        RunFolder folder = ExampleRun.finished(temp.resolve("run"), 3);
        RunReport.write(folder, ExampleRun.MODEL);
        String page = Files.readString(folder.report());
        assertFalse(Pattern.compile("https?://|<script|<link|@import|url\\(|\\ssrc=\"(?!data:)")
                .matcher(page)
                .find());

        Matcher image =
                Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"").matcher(page);
        for (Path picture : List.of(
                folder.learningCurves(),
                folder.picture("learning_rate"),
                folder.confusionMatrix(),
                folder.picture("class_scores"))) {
            assertTrue(image.find(), picture.toString());
            assertArrayEquals(
                    Files.readAllBytes(picture), Base64.getDecoder().decode(image.group(1)), picture.toString());
        }
        assertFalse(image.find());
    }

    @Test
    void aRunUnderWayShowsWhatThereIs() throws IOException {
        RunFolder folder = ExampleRun.training(temp.resolve("run"), 6);
        RunReport.write(folder, ExampleRun.MODEL);
        String page = Files.readString(folder.report());
        assertTrue(page.contains("6 epochs so far"));
        assertTrue(page.contains("not tested yet"));
        assertTrue(page.contains("of the validation segments were recognised at epoch 4"));
        assertTrue(page.contains("--resume"));
        assertFalse(page.contains("Most confident mistakes"));
        assertTrue(Files.exists(folder.learningCurves()));
        assertTrue(Files.exists(folder.confusionMatrix()));
    }

    @Test
    void aRunBeforeItsFirstEpochHasAPage() throws IOException {
        RunFolder folder = ExampleRun.training(temp.resolve("run"), 0);
        RunReport.write(folder, ExampleRun.MODEL);
        assertTrue(Files.readString(folder.report()).contains("Training has begun."));
        assertFalse(Files.exists(folder.learningCurves()));
    }

    @Test
    void aRunWithoutValidationOrTestTracksHasAPage() throws IOException {
        RunFolder folder = ExampleRun.training(temp.resolve("run"), 0);
        folder.metrics().append(new MetricsEvent.Epoch(1, 9, 2.0, 0.2, Double.NaN, Double.NaN, 0.001, 1, 0, true));
        RunReport.write(folder, ExampleRun.MODEL);
        assertTrue(Files.readString(folder.report()).contains("No validation or test yet."));

        ClassificationResult none = ClassificationResult.of(ExampleRun.GENRES, List.of(), new int[0], new float[0]);
        folder.metrics().append(ExampleRun.test(none));
        folder.writePredictions(none);
        RunReport.write(folder, ExampleRun.MODEL);
        assertTrue(Files.readString(folder.report()).contains("the test side is empty"));
    }

    @Test
    void baselinesStandOnlyBesideATestOfTheSameSplit() throws IOException {
        RunFolder folder = ExampleRun.finished(temp.resolve("run"), 2);
        MetricsEvent.Test own = ExampleRun.test(ExampleRun.result(2, 0.4));
        Provenance other = new Provenance("other music", "all of it", true, 42);
        folder.metrics().append(new MetricsEvent.Test(other, own.bySegment(), own.byTrack(), own.byTrackMajority()));
        RunReport.write(folder, ExampleRun.MODEL);
        String page = Files.readString(folder.report());
        assertTrue(page.contains("other music · all of it (LEAKY: a track may stand on both sides) · seed 42"));
        assertFalse(page.contains("majority class"));
    }

    @Test
    void namesAreTextAndNeverMarkup() throws IOException {
        RunFolder folder = ExampleRun.training(temp.resolve("run"), 1);
        ClassificationResult result = ClassificationResult.of(
                List.of("<i>a</i>", "b"), List.of("<script>.wav"), new int[] {0}, new float[] {0.25f, 0.75f});
        folder.metrics().append(ExampleRun.test(result));
        folder.metrics().append(new MetricsEvent.Baseline("<u>x</u>", OptionalDouble.empty(), 0.5));
        folder.writePredictions(result);
        RunReport.write(folder, ExampleRun.MODEL);
        String page = Files.readString(folder.report());
        assertTrue(page.contains("&lt;script&gt;.wav"));
        assertTrue(page.contains("&lt;i&gt;a&lt;/i&gt;"));
        assertFalse(page.contains("<script>") || page.contains("<i>a") || page.contains("<u>"));
    }
}
