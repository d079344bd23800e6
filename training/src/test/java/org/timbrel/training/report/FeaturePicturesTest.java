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
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
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
        Picture picture = FirstFilters.draw("net", "weights of epoch 3, the last", Shape.of(2, 3, 1, 20), weights);
        Rectangle2D tile = FirstFilters.place(17);
        assertEquals(Picture.VERMILION, pixel(picture, tile.getMaxX() - 6, tile.getY() + 6));
        assertEquals(DivergingColours.colour(-0.5), pixel(picture, tile.getX() + 6, tile.getMaxY() - 6));
        assertEquals(Color.WHITE, pixel(picture, tile.getX() + 6, tile.getY() + 6));
        Overlap.requireNone(picture);
    }

    @Test
    void manyFiltersOfManyChannelsAreDrawn() throws IOException {
        Picture picture =
                FirstFilters.draw("net", "weights of epoch 3, the last", Shape.of(3, 3, 4, 100), new double[3600]);
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
        List<FeatureDistribution.Panel> panels = List.of(
                new FeatureDistribution.Panel("a", "Hz"),
                new FeatureDistribution.Panel("a long name ".repeat(9), "a long unit ".repeat(9)),
                new FeatureDistribution.Panel("constant", ""));
        Overlap.requireNone(FeatureDistribution.draw("d", "note", ExampleRun.GENRES, labels, panels, samples));
        FeatureDistribution.Scale scale = new FeatureDistribution.Scale(new Rectangle2D.Double(10, 0, 100, 1), -1, 4);
        assertEquals(10, scale.x(-1));
        assertEquals(110, scale.x(4));
    }

    @Test
    void classesAreToldApartByScipysF() {
        int[] labels = {0, 1, 2, 0, 1, 2, 0, 2, 2};
        double[] values = {1, 3, 9, 2, 5.5, 7, 4, 8.5, 6};
        assertEquals(11.108191653786704, ClassSeparation.f(values, labels), 1e-12);
        assertEquals(0, ClassSeparation.f(new double[] {1, 2, 3}, new int[] {0, 0, 0}), "one class");
        assertEquals(0, ClassSeparation.f(new double[] {1, 2}, new int[] {0, 1}), "one track each");
    }

    @Test
    void everyValueOfAStackHasTheNameOfItsFeature() {
        Recipe stack = Recipes.load(
                "li-lstm",
                List.of("features.of=[mfcc,chroma,spectral-centroid,amplitude-statistics]", "features.nMfcc=13"));
        List<BinGroup> groups = BinGroup.of(stack, 48);
        assertEquals(30, groups.size());
        List<String> names = groups.stream().map(BinGroup::name).toList();
        assertEquals("mfcc 0", names.get(0));
        assertEquals("chroma C", names.get(13));
        assertEquals("spectral-centroid", names.get(25));
        assertEquals("Hz", groups.get(25).unit());
        assertEquals("amplitude-statistics kurtosis", names.get(29));
        assertEquals(30, groups.get(29).end());
        assertEquals(
                List.of("mfcc 0–5", "mfcc 6–12"),
                BinGroup.of(stack, 2).stream().limit(2).map(BinGroup::name).toList());
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
        Picture picture = FirstFilters.draw("net", "weights of epoch 3, the last", Shape.of(8, 8, 1, 64), weights);
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
