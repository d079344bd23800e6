package org.timbrel.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BarChartTest {
    private static final List<String> FEATURES =
            List.of("MFCC", "spectral centroid", "chroma", "spectral contrast", "zero crossing rate");

    @BeforeAll
    static void fonts() {
        ExampleRun.assumeFonts();
    }

    @Test
    void barsAreAsLongAsTheirValues() throws IOException {
        BarChart chart = chart().series("CNN", List.of(40.0, 20.0, 10.0, 5.0, 0.0));
        Picture picture = chart.draw();
        double unit = chart.unit(picture) * Picture.SCALE;
        assertEquals(
                List.of(40.0, 20.0, 10.0, 5.0),
                lengths(picture.image(), Picture.BLUE).stream()
                        .map(pixels -> (double) Math.round(pixels / unit))
                        .toList());
    }

    @Test
    void errorBarsAndLinesStayOnTheAxis() throws IOException {
        BarChart chart = chart().series(
                        "CNN", List.of(90.0, 1.0, 10.0, 5.0, Double.NaN), List.of(8.0, 3.0, 0.0, Double.NaN, 1.0))
                .line("all features", 104);
        Picture picture = chart.draw();
        assertTrue(chart.unit(picture) * 104 < Picture.WIDTH, "the line is on the sheet");
        List<String> texts = picture.texts().stream().map(Picture.Text::text).toList();
        assertTrue(texts.containsAll(List.of("90.0 ± 8.0", "5.0", "–", "all features 104.0", "120")), texts.toString());
    }

    @Test
    void textsOfACrowdedChartStandApart() throws IOException {
        Overlap.requireNone(
                chart().series("CNN", List.of(46.6, 20.0, 31.0, 25.2, 12.0), List.of(1.0, 2.0, 1.0, 0.5, 0.1))
                        .series("LSTM", List.of(54.4, 20.0, 31.0, 25.2, 12.0))
                        .line("all features, CNN", 46.6, 0)
                        .line("all features, LSTM", 47.0, 1)
                        .line("majority class", 10)
                        .line("linear model on mean MFCC", 10.5)
                        .draw());
        List<String> many = IntStream.range(0, 60)
                .mapToObj(i -> "a setting with quite a long name, beyond the room that labels have: " + i)
                .toList();
        Overlap.requireNone(BarChart.of("A very long title ".repeat(12), "a long note ".repeat(20), "share", many)
                .series("x", many.stream().map(name -> 0.5).toList())
                .draw());
    }

    @Test
    void aValueForEachLabelIsWanted() {
        BarChart chart = chart();
        assertThrows(IllegalArgumentException.class, () -> chart.series("CNN", List.of(1.0)));
        assertThrows(IllegalArgumentException.class, () -> chart.series("CNN", List.of(1.0, 1.0, 1.0, 1.0, -1.0)));
    }

    @Test
    void runsOfSeveralModelsAreNamedWithTheirMeans() throws IOException {
        Picture picture = AccuracyPerRun.draw(
                "Runs",
                "made-up data",
                "run",
                List.of(
                        new AccuracyPerRun.Runs("CNN", List.of(0.44, 0.48)),
                        new AccuracyPerRun.Runs("LSTM", List.of(0.5, Double.NaN, 0.46)),
                        new AccuracyPerRun.Runs("GRU", List.of(0.01, 0.02, 0.0)),
                        new AccuracyPerRun.Runs("untrained", List.of(0.01, 0.02, 0.0))));
        Overlap.requireNone(picture);
        List<String> texts = picture.texts().stream().map(Picture.Text::text).toList();
        assertTrue(texts.containsAll(List.of("CNN, mean 46.0%", "LSTM, mean 48.0%", "GRU, mean 1.0%")));
    }

    private static BarChart chart() {
        return BarChart.of("One feature at a time", "made-up data", "accuracy by track, %", FEATURES);
    }

    /** Widths in pixels of the bars of a colour, from the top. */
    private static List<Integer> lengths(BufferedImage image, Color colour) {
        return IntStream.range(1, image.getHeight())
                .filter(y -> width(image, y, colour) > 0 && width(image, y - 1, colour) == 0)
                .mapToObj(y -> width(image, y + 3, colour))
                .toList();
    }

    private static int width(BufferedImage image, int y, Color colour) {
        return (int) IntStream.range(0, image.getWidth())
                .filter(x -> image.getRGB(x, y) == colour.getRGB())
                .count();
    }
}
