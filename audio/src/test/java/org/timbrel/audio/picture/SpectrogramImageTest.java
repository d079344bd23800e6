package org.timbrel.audio.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.feature.Chroma;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.MelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.RootMeanSquare;
import org.timbrel.audio.feature.SpectralCentroid;
import org.timbrel.audio.feature.SpectralContrast;
import org.timbrel.audio.feature.Stft;

class SpectrogramImageTest {
    private static final FeatureSettings SETTINGS = FeatureSettings.defaults(22050);
    private static final int WHITE = 0xFFFFFFFF;
    /** A column of pixels that crosses the plot, and neither its title nor its labels. */
    private static final int COLUMN = 200;

    @TempDir
    private Path folder;

    @Test
    void everyFeatureHasItsPicture() throws IOException {
        for (Feature feature : List.of(
                new Stft(SETTINGS),
                new Stft(SETTINGS.withPower(1)),
                new MelSpectrogram(SETTINGS),
                new LogMelSpectrogram(SETTINGS),
                new Mfcc(SETTINGS),
                new Chroma(SETTINGS),
                new SpectralContrast(SETTINGS),
                new RootMeanSquare(SETTINGS))) {
            Path file = folder.resolve("feature.png");
            new SpectrogramImage(feature, "a tone").write(file, feature.compute(tone(1000)));
            BufferedImage image = ImageIO.read(file.toFile());
            assertTrue(image.getWidth() > 1000 && image.getHeight() > 500);
        }
    }

    @Test
    void pitchClassesAreNamedFromC() {
        assertEquals("C", Axis.bins(new Chroma(SETTINGS)).ticks().get(0).text());
        assertEquals("A", Axis.bins(new Chroma(SETTINGS)).ticks().get(9).text());
        Feature chroma = new Chroma(SETTINGS);
        BufferedImage image = new SpectrogramImage(chroma, "").render(chroma.compute(tone(440)));
        assertEquals(9.5 / 12, brightest(image), 0.5 / 12);
    }

    /** In the middle of a rise, a column crosses the curve once. */
    @Test
    void singleValueIsACurve() {
        Feature centroid = new SpectralCentroid(SETTINGS);
        BufferedImage image = new SpectrogramImage(centroid, "").render(new Frames(2, 1, new float[] {0, 100}));
        assertEquals(WHITE, image.getRGB(COLUMN, 300));
        int inked = 0;
        for (int y = edge(image, 0, 1) + 3; y < edge(image, image.getHeight() - 1, -1) - 3; y++) {
            inked += image.getRGB(665, y) != WHITE ? 1 : 0;
        }
        assertTrue(inked >= 1 && inked < 6, inked + " pixels");
    }

    /** The brightest row is where the axis has the tone's frequency. */
    @Test
    void toneStandsAtItsFrequency() {
        for (String hz : List.of("2000", "10000")) {
            for (Feature feature : List.of(new Stft(SETTINGS), new MelSpectrogram(SETTINGS))) {
                double[] place = Axis.bins(feature).ticks().stream()
                        .filter(tick -> tick.text().equals(hz))
                        .mapToDouble(Axis.Tick::place)
                        .toArray();
                float[] tone = tone(Double.parseDouble(hz));
                BufferedImage image = new SpectrogramImage(feature, "").render(feature.compute(tone));
                assertEquals(place[0], brightest(image), 0.01, hz + " Hz");
            }
        }
    }

    @Test
    void silenceAndASingleFrameHaveAPicture() {
        Feature feature = new LogMelSpectrogram(SETTINGS);
        SpectrogramImage picture = new SpectrogramImage(feature, "");
        assertNotEquals(WHITE, picture.render(feature.compute(new float[100])).getRGB(COLUMN, 300));
        assertNotEquals(WHITE, picture.render(feature.compute(new float[9000])).getRGB(COLUMN, 300));
    }

    @Test
    void framesOfAnotherFeatureAreRefused() {
        SpectrogramImage picture = new SpectrogramImage(new Mfcc(SETTINGS), "");
        Frames mel = new Frames(2, 128, new float[256]);
        String message = assertThrows(IllegalArgumentException.class, () -> picture.render(mel))
                .getMessage();
        assertTrue(message.contains("20 bins") && message.contains("(2,128)"), message);
        Frames none = new Frames(0, 20, new float[0]);
        assertThrows(IllegalArgumentException.class, () -> picture.render(none));
    }

    @Test
    void colorsOnlyGrowLighter() {
        ColorMap map = new ColorMap();
        double last = luminance(map.color(0));
        for (int i = 1; i < 64; i++) {
            double next = luminance(map.color(i / 63.0));
            assertTrue(next > last, "step " + i);
            last = next;
        }
        assertEquals(map.color(0), map.color(-3));
        assertEquals(map.color(1), map.color(7));
    }

    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        Axis axis = Axis.linear("time (s)", -0.012, 29.98);
        assertEquals(List.of("0", "5", "10", "15", "20", "25"), texts(axis));
        assertEquals(0.012 / 29.992, axis.ticks().get(0).place(), 1e-9);
        assertEquals(List.of("-0.10", "-0.05", "0.00", "0.05", "0.10"), texts(Axis.linear("", -0.11, 0.13)));
    }

    @Test
    void melTicksDoNotCrowd() {
        List<Axis.Tick> ticks = Axis.bins(new MelSpectrogram(SETTINGS)).ticks();
        for (int i = 1; i < ticks.size(); i++) {
            assertTrue(ticks.get(i).place() - ticks.get(i - 1).place() > 0.04);
        }
    }

    private static List<String> texts(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::text).toList();
    }

    /** Height of the brightest pixel, as a part of the plot's height. */
    private static double brightest(BufferedImage image) {
        int top = edge(image, 0, 1);
        int bottom = edge(image, image.getHeight() - 1, -1);
        int best = top + 2;
        for (int y = top + 2; y < bottom - 2; y++) {
            if (luminance(image.getRGB(COLUMN, y)) > luminance(image.getRGB(COLUMN, best))) {
                best = y;
            }
        }
        return (double) (bottom - best) / (bottom - top);
    }

    /** First row from outside that is not white: the plot's frame. */
    private static int edge(BufferedImage image, int from, int step) {
        int y = from;
        while (image.getRGB(COLUMN, y) == WHITE) {
            y += step;
        }
        return y;
    }

    private static double luminance(int rgb) {
        double red = Math.pow(((rgb >> 16) & 0xFF) / 255.0, 2.2);
        double green = Math.pow(((rgb >> 8) & 0xFF) / 255.0, 2.2);
        double blue = Math.pow((rgb & 0xFF) / 255.0, 2.2);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    private static float[] tone(double hz) {
        float[] samples = new float[22050];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / 22050));
        }
        return samples;
    }
}
