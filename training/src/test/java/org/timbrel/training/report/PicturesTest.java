package org.timbrel.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.run.MetricsEvent.Epoch;

class PicturesTest {
    @BeforeAll
    static void fonts() {
        ExampleRun.assumeFonts();
    }

    @Test
    void learningCurvesShowBothSidesInBothPanels() throws IOException {
        BufferedImage image = decode(LearningCurves.png("net", ExampleRun.PROVENANCE, epochs(20)));
        assertEquals(2080, image.getWidth());
        for (int left : new int[] {0, image.getWidth() / 2}) {
            assertTrue(count(image, left, image.getWidth() / 2, Picture.BLUE) > 500, "training line from " + left);
            assertTrue(
                    count(image, left, image.getWidth() / 2, Picture.VERMILION) > 500, "validation line from " + left);
            assertTrue(count(image, left, image.getWidth() / 2, Picture.INK) > 300, "axis text from " + left);
        }
    }

    @Test
    void learningCurvesOfAFirstEpochOrWithoutFiguresAreDrawn() throws IOException {
        BufferedImage first = decode(LearningCurves.png("net", ExampleRun.PROVENANCE, epochs(1)));
        assertTrue(count(first, 0, first.getWidth(), Picture.BLUE) > 50);
        Epoch diverged = new Epoch(1, 9, Double.NaN, 0.1, Double.POSITIVE_INFINITY, Double.NaN, 0.1, 1, 0, true);
        BufferedImage empty = decode(LearningCurves.png("net", ExampleRun.PROVENANCE, List.of(diverged)));
        assertTrue(count(empty, 0, empty.getWidth(), Picture.INK) > 300);
    }

    @Test
    void aCellOfTheConfusionMatrixHasTheColourOfItsShare() throws IOException {
        ConfusionMatrix matrix =
                ConfusionMatrix.ofCounts(List.of("a", "b", "c"), new long[][] {{4, 0, 0}, {2, 2, 0}, {0, 0, 0}});
        BufferedImage image = decode(ConfusionMatrixPicture.png("net, test", ExampleRun.PROVENANCE, matrix));
        int left = 24 + 22 + 76;
        int top = 104 + 22 + 76;
        double[][] shares = {{1, 0, 0}, {0.5, 0.5, 0}, {0, 0, 0}};
        for (int t = 0; t < 3; t++) {
            for (int p = 0; p < 3; p++) {
                int x = Picture.SCALE * (left + 58 * p + 5);
                int y = Picture.SCALE * (top + 58 * t + 5);
                assertEquals(ConfusionMatrixPicture.colour(shares[t][p]), new Color(image.getRGB(x, y)));
            }
        }
        assertTrue(count(image, 0, image.getWidth(), Picture.INK) > 1000, "title and counts");
    }

    @Test
    void coloursRunFromWhiteToDarkAndNeverBrighten() {
        assertEquals(Color.WHITE, ConfusionMatrixPicture.colour(0));
        int before = 3 * 256;
        for (int i = 0; i <= 100; i++) {
            Color colour = ConfusionMatrixPicture.colour(i / 100.0);
            int sum = colour.getRed() + colour.getGreen() + colour.getBlue();
            assertTrue(sum <= before, "at " + i);
            before = sum;
        }
    }

    @Test
    void ticksStepByOneTwoOrFive() {
        assertEquals(0.5, LinePlot.step(2.3, 5, 0));
        assertEquals(20, LinePlot.step(100, 5, 0));
        assertEquals(1, LinePlot.step(5, 8, 1));
        assertEquals(5, LinePlot.step(40, 8, 1));
        assertEquals(0.002, LinePlot.step(0.009, 5, 0), 1e-15);
    }

    @Test
    void missingFontsAreOneClearSentence() {
        IOException e = assertThrows(
                IOException.class,
                () -> Picture.requireFonts(() -> {
                    throw new InternalError("Fontconfig head is null");
                }));
        assertEquals(
                "Could not draw a picture: Java finds no fonts. Install fontconfig and a font, such as DejaVu.",
                e.getMessage());
    }

    private static List<Epoch> epochs(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(e -> new Epoch(e, e, 2.0 / e, 1 - 1.0 / e, 2.5 / e, 0.8 - 0.7 / e, 0.1, 1, 0, e == count))
                .toList();
    }

    private static BufferedImage decode(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static long count(BufferedImage image, int left, int width, Color colour) {
        return IntStream.range(0, width * image.getHeight())
                .filter(i -> image.getRGB(left + i % width, i / width) == colour.getRGB())
                .count();
    }
}
