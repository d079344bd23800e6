package org.timbrel.audio.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.audio.feature.AmplitudeStatistics;
import org.timbrel.audio.feature.Chroma;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.RootMeanSquare;

class FeatureSheetTest {
    private static final FeatureSettings SETTINGS = FeatureSettings.defaults(22050);
    private static final Feature MEL = new LogMelSpectrogram(SETTINGS);

    @Test
    void panelsOfAStackStandOneAboveTheOtherOnOneTimeAxis() {
        FeatureSheet sheet = FeatureSheet.stack(
                "a track",
                "",
                List.of(
                        level(MEL, 4, -20),
                        level(new Chroma(SETTINGS), 4, 1),
                        level(new RootMeanSquare(SETTINGS), 4, 1)));
        BufferedImage image = sheet.render();
        for (int i = 0; i < 3; i++) {
            Rectangle place = sheet.place(i);
            assertEquals(sheet.place(0).x, place.x);
            assertEquals(sheet.place(0).width, place.width);
            assertTrue(i == 0 || place.y > sheet.place(i - 1).getMaxY() + 20, "room for a heading");
            assertTrue(place.getMaxY() * PictureStyle.SCALE < image.getHeight());
        }
    }

    /** The same level has the same colour in both, and a louder one a lighter. */
    @Test
    void stepsShareTheirScale() {
        Frames half = new Frames(2, 128, new float[256]);
        Arrays.fill(half.values(), 0, 128, -80f);
        FeatureSheet same = FeatureSheet.steps(
                "", "", List.of(new FeatureSheet.Panel("original", "", MEL, half), level(MEL, 2, 0)));
        BufferedImage image = same.render();
        assertEquals(middle(image, same.place(0), 0.75), middle(image, same.place(1), 0.75));
        assertNotEquals(middle(image, same.place(0), 0.25), middle(image, same.place(1), 0.25));
    }

    @Test
    void aGalleryKeepsItsPanelsApartAndOnTheSheet() {
        FeatureSheet sheet = FeatureSheet.gallery(
                "mistakes",
                "",
                Collections.nCopies(
                        5,
                        new FeatureSheet.Panel(
                                "x".repeat(300), "y".repeat(300), MEL, new Frames(1, 128, new float[128]))));
        BufferedImage image = sheet.render();
        Rectangle all =
                new Rectangle(0, 0, image.getWidth() / PictureStyle.SCALE, image.getHeight() / PictureStyle.SCALE);
        for (int i = 0; i < 5; i++) {
            assertTrue(all.contains(sheet.place(i)));
            for (int j = 0; j < i; j++) {
                assertTrue(!sheet.place(i).intersects(sheet.place(j)), i + " and " + j);
            }
        }
        assertEquals(sheet.place(0).x, sheet.place(3).x);
    }

    /** Coefficient 0 of MFCC is a hundred times as large as the others, which would all have one colour. */
    @Test
    void coefficientsAreColouredRowByRow() {
        Feature mfcc = new Mfcc(SETTINGS.withNMfcc(2));
        Frames frames = new Frames(4, 2, new float[] {-500, 1, -400, 2, -500, 1, -400, 2});
        FeatureValues shown = FeatureValues.of(mfcc, frames);
        for (int frame = 0; frame < 4; frame++) {
            assertEquals(shown.frames().get(frame, 0), shown.frames().get(frame, 1), 1e-6);
            assertEquals(frame % 2 == 0 ? -1 : 1, shown.frames().get(frame, 0), 1e-6);
        }
        assertTrue(shown.unit().contains("row's mean"), shown.unit());
    }

    @Test
    void aScaledImageKeepsTheAxesOfItsFeature() {
        Frames image = new Frames(3, 16, new float[48]);
        FeatureValues shown = FeatureValues.scaled(MEL, image, 87, "scaled");
        assertEquals(Axis.time(SETTINGS, 87), shown.time());
        assertEquals(Axis.bins(MEL), shown.bins());
        assertEquals(
                "share of the track",
                FeatureValues.scaled(MEL, image, 0, "scaled").time().label());
    }

    @Test
    void rowsWithNamesHaveThemOnTheAxis() {
        List<String> ticks = Axis.bins(new AmplitudeStatistics(SETTINGS)).ticks().stream()
                .map(Axis.Tick::text)
                .toList();
        assertEquals(List.of("mean", "deviation", "skewness", "kurtosis"), ticks);
    }

    @Test
    void ticksOnAShortAxisStandApart() {
        Axis axis = Axis.bins(new Chroma(SETTINGS));
        List<Axis.Tick> kept = axis.thinned(0.2);
        assertTrue(kept.size() >= 4 && kept.size() < axis.ticks().size());
        for (int i = 1; i < kept.size(); i++) {
            assertTrue(kept.get(i).place() - kept.get(i - 1).place() >= 0.2);
        }
    }

    @Test
    void framesOfAnotherFeatureAreRefused() {
        List<FeatureSheet.Panel> panels = List.of(new FeatureSheet.Panel("", "", MEL, new Frames(1, 2, new float[2])));
        assertThrows(IllegalArgumentException.class, () -> FeatureSheet.stack("", "", panels));
    }

    private static FeatureSheet.Panel level(Feature feature, int frames, float value) {
        float[] values = new float[frames * feature.bins()];
        Arrays.fill(values, value);
        return new FeatureSheet.Panel("level " + value, "", feature, new Frames(frames, feature.bins(), values));
    }

    private static int middle(BufferedImage image, Rectangle place, double across) {
        int x = (int) (PictureStyle.SCALE * (place.x + across * place.width));
        return image.getRGB(x, (int) (PictureStyle.SCALE * place.getCenterY()));
    }
}
