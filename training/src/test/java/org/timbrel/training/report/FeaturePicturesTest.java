package org.timbrel.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.training.run.MetricsEvent.Epoch;

class FeaturePicturesTest {
    @BeforeAll
    static void fonts() {
        ExampleRun.assumeFonts();
    }

    /** Time to the right, frequency upwards, the strongest weight in the strongest colour. */
    @Test
    void aTileShowsItsKernel() throws IOException {
        double[] weights = new double[2 * 3 * 1 * 20];
        weights[(1 * 3 + 2) * 20 + 17] = 0.5; // frame 1, bin 2, filter 17
        weights[17] = -0.25; // frame 0, bin 0
        Picture picture = FirstFilters.draw("net", Shape.of(2, 3, 1, 20), weights);
        Rectangle2D tile = FirstFilters.place(17);
        assertEquals(Picture.VERMILION, pixel(picture, tile.getMaxX() - 6, tile.getY() + 6));
        assertEquals(DivergingColours.colour(-0.5), pixel(picture, tile.getX() + 6, tile.getMaxY() - 6));
        assertEquals(Color.WHITE, pixel(picture, tile.getX() + 6, tile.getY() + 6));
        Overlap.requireNone(picture);
    }

    @Test
    void manyFiltersOfManyChannelsAreDrawn() throws IOException {
        Picture picture = FirstFilters.draw("net", Shape.of(3, 3, 4, 100), new double[3600]);
        assertTrue(picture.texts().stream()
                .anyMatch(text -> text.text().contains("the first 64 of 100 filters")
                        && text.text().contains("the first of 4 input channels")));
        Overlap.requireNone(picture);
    }

    @Test
    void aModelWithoutConvolutionHasNoFilters() {
        Safetensors.Entry dense = new Safetensors.Entry(Precision.FLOAT64, Shape.of(1, 2), new double[2]);
        assertTrue(FirstFilters.weights(new Safetensors.Contents(Map.of("w", dense), Map.of()))
                .isEmpty());
    }

    @Test
    void correlationsAreNumPys() throws IOException {
        double[][] samples = {{1, 2, 5, 7}, {2, 4, 4, 7}, {3, 6, 3, 7}, {4, 8, 2.5, 7}};
        assertEquals(1, CorrelationHeatMap.correlation(samples, 0, 1), 1e-12);
        assertEquals(-0.9897782665572893, CorrelationHeatMap.correlation(samples, 0, 2), 1e-12);
        Picture picture = CorrelationHeatMap.draw("c", "note", List.of("a", "b", "c", "constant"), samples);
        List<String> texts = picture.texts().stream().map(Picture.Text::text).toList();
        assertTrue(texts.containsAll(List.of("1.00", "-0.99", "–", "constant")), texts.toString());
        Overlap.requireNone(picture);
        List<String> many =
                IntStream.range(0, 40).mapToObj(i -> "quite a long name " + i).toList();
        Overlap.requireNone(CorrelationHeatMap.draw("c", "note", many, new double[5][40]));
    }

    @Test
    void quartilesAreNumPysAndAxesHoldEveryTrack() throws IOException {
        assertEquals(1.75, FeatureDistribution.quantile(new double[] {1, 2, 3, 10}, 0.25));
        assertEquals(2.5, FeatureDistribution.quantile(new double[] {1, 2, 3, 10}, 0.5));
        Random random = new Random(1);
        double[][] samples = IntStream.range(0, 100)
                .mapToObj(i -> new double[] {random.nextGaussian(), 1e5 * random.nextDouble(), 7})
                .toArray(double[][]::new);
        int[] labels = IntStream.range(0, 100).map(i -> i % 10).toArray();
        Overlap.requireNone(FeatureDistribution.draw(
                "d", "note", ExampleRun.GENRES, labels, List.of("a", "a long name ".repeat(9), "constant"), samples));
        FeatureDistribution.Scale scale = new FeatureDistribution.Scale(new Rectangle2D.Double(10, 0, 100, 1), -1, 4);
        assertEquals(10, scale.x(-1));
        assertEquals(110, scale.x(4));
    }

    @Test
    void theCurveOfTheLearningRateIsOnItsAxis() throws IOException {
        for (double rate : new double[] {1e-3, 3.3e-5, 1}) {
            List<Epoch> epochs = IntStream.rangeClosed(1, 30)
                    .mapToObj(e -> new Epoch(e, e, 1, 0.5, 1, 0.5, rate * Math.pow(0.8, e), 1, 0, false))
                    .toList();
            Picture picture = LearningRateCurve.draw("net", ExampleRun.PROVENANCE, epochs);
            Overlap.requireNone(picture);
            double highest = picture.texts().stream()
                    .map(Picture.Text::text)
                    .filter(text -> text.matches("[0-9.]+"))
                    .mapToDouble(Double::parseDouble)
                    .filter(tick -> tick < 1.05 * rate)
                    .max()
                    .orElseThrow();
            assertTrue(highest > 0.5 * rate * 0.8, "ticks up to the curve: " + highest);
        }
    }

    @Test
    void otherPicturesKeepTheirTextsApart() throws IOException {
        Overlap.requireNone(ConfusionMatrixPicture.draw(
                "net", ExampleRun.PROVENANCE, ExampleRun.result(10, 0.4).confusion()));
        List<Epoch> epochs = IntStream.rangeClosed(1, 40)
                .mapToObj(e -> new Epoch(e, e, 2.0 / e, 0.5, 2.0 / e, 0.5, 1e-3, 1, 0, e == 20))
                .toList();
        Overlap.requireNone(LearningCurves.draw("net", ExampleRun.PROVENANCE, epochs));
    }

    /** Also where there are far more colours than a palette holds, and one of them is rare. */
    @Test
    void anEncodedPictureKeepsItsColours() throws IOException {
        double[] weights = new Random(2).doubles(64 * 64).toArray();
        weights[0] = -1;
        Picture picture = FirstFilters.draw("net", Shape.of(8, 8, 1, 64), weights);
        BufferedImage drawn = picture.image();
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture.png()));
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                assertTrue(IndexedPng.distance(drawn.getRGB(x, y), shown.getRGB(x, y)) <= 24 * 24);
            }
        }
    }

    private static Color pixel(Picture picture, double x, double y) {
        return new Color(picture.image().getRGB((int) (Picture.SCALE * x), (int) (Picture.SCALE * y)));
    }
}
