package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.audio.GoldenSounds;

/** Deltas against librosa's, and sizes against PyTorch's, of {@code benchmarks/reference/audio/make_fixtures.py}. */
class TransformedFeatureTest {
    private static final double RELATIVE = 2e-6;
    private static final FeatureSettings SETTINGS = FeatureSettings.defaults(22050);
    private static final Map<String, Frames> GOLDEN = GoldenSounds.golden("transformed.npz");

    @ParameterizedTest
    @CsvSource({"first, 9, 1", "second, 9, 2", "narrow, 3, 1", "wide-third, 11, 3"})
    void deltaAgreesWithLibrosa(String name, int width, int order) {
        Feature delta = new Delta(new Mfcc(SETTINGS), width, order);
        float[] music = GoldenSounds.music(11025, 22050, 1);
        assertNear("delta." + name, delta.compute(music));
        assertEquals(delta.bins(), delta.compute(music).bins());
    }

    @ParameterizedTest
    @CsvSource({
        "shrunk, 7, 9, false",
        "shrunk-antialias, 7, 9, true",
        "grown, 40, 50, false",
        "grown-and-shrunk, 5, 50, false",
        "grown-and-shrunk-antialias, 30, 6, true",
        "one, 1, 1, false"
    })
    void sizeAgreesWithPyTorch(String name, int frames, int bins, boolean antialias) {
        assertNear("resize." + name, new Resize(frames, bins, antialias).apply(GOLDEN.get("mfcc")));
    }

    @Test
    void ownSizeChangesNothing() {
        Frames mfcc = GOLDEN.get("mfcc");
        for (boolean antialias : new boolean[] {false, true}) {
            Frames same = new Resize(mfcc.frames(), mfcc.bins(), antialias).apply(mfcc);
            assertArrayEquals(mfcc.values(), same.values());
        }
    }

    @Test
    void everyArrayOfTheFixtureIsTested() {
        assertEquals(1 + 4 + 6, GOLDEN.size());
    }

    @Test
    void silenceDoesNotChange() {
        Frames delta = new Delta(new RootMeanSquare(SETTINGS)).compute(new float[8000]);
        assertArrayEquals(new float[16], delta.values());
    }

    @Test
    void unitsOfDeltasCountFrames() {
        assertEquals("amplitude per frame", new Delta(new RootMeanSquare(SETTINGS)).unit());
        assertEquals("per frame ^ 2", new Delta(new Mfcc(SETTINGS), 9, 2).unit());
    }

    @Test
    void whatCannotBeDoneIsRefusedByName() {
        Feature mfcc = new Mfcc(SETTINGS);
        assertRefused("width", () -> new Delta(mfcc, 8, 1));
        assertRefused("width", () -> new Delta(mfcc, 1, 1));
        assertRefused("order", () -> new Delta(mfcc, 9, 0));
        assertRefused("order", () -> new Delta(mfcc, 3, 3));
        assertRefused("9 frames needs as many, and the sound has 8", () -> new Delta(mfcc).compute(new float[4095]));
        assertRefused("0 x 4", () -> new Resize(0, 4, false));
        assertRefused("(0,4)", () -> new Resize(2, 2, false).apply(new Frames(0, 4, new float[0])));
    }

    private static void assertNear(String name, Frames actual) {
        Frames golden = GOLDEN.get(name);
        assertEquals(golden.frames(), actual.frames(), "frames");
        assertEquals(golden.bins(), actual.bins(), "bins");
        float largest = 0;
        for (float value : golden.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < golden.values().length; i++) {
            assertEquals(golden.values()[i], actual.values()[i], RELATIVE * largest, name + " value " + i);
        }
    }

    private static void assertRefused(String name, Executable act) {
        String message = assertThrows(IllegalArgumentException.class, act).getMessage();
        assertTrue(message.contains(name) && message.endsWith("."), message);
    }
}
