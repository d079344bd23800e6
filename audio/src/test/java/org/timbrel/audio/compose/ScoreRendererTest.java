package org.timbrel.audio.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreRendererTest {
    private final ScoreRenderer renderer = new ScoreRenderer();

    static List<Style> styles() {
        return Styles.all();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void everyStyleSoundsUnclippedForExactlyItsLength(Style style) {
        for (long seed = 0; seed < 3; seed++) {
            Score score = new Composer(style).compose(2.5, seed);
            float[] samples = renderer.render(score).samples();
            assertEquals(55_125, samples.length);
            double energy = 0;
            float largest = 0;
            for (float sample : samples) {
                energy += (double) sample * sample;
                largest = Math.max(largest, Math.abs(sample));
            }
            assertEquals(score.mix().peak(), largest, 1e-6);
            assertTrue(largest < 1, "peak " + largest);
            assertTrue(Math.sqrt(energy / samples.length) > 0.005, style.name() + " is nearly silent");
        }
    }

    @Test
    void goldenTrack() throws Exception {
        float[] samples = renderer.render(new Composer(Styles.all().get(0)).compose(2, 42))
                .samples();
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Float.BYTES);
        bytes.asFloatBuffer().put(samples);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        assertEquals(
                "016dce400266f3b0b9a8c225b311d1e37c8b263ef5ed900dea00c3fe82ce2cb6",
                HexFormat.of().formatHex(hash),
                "The sound of a seed has changed: raise CorpusManifest.GENERATOR with it.");
    }

    @Test
    void aNoteHasThePitchThatIsWritten() {
        float[] track = new float[ScoreRenderer.SAMPLE_RATE];
        new Voice(new Timbre(9, 9, 1, 0.001, 1, 1, 0.05, 0, 0, 0), 69)
                .play(new Note(Part.LEAD, 69, 127, 0, 1, 0), track);
        int crossings = 0;
        for (int i = 1; i < track.length; i++) {
            crossings += track[i - 1] < 0 && track[i] >= 0 ? 1 : 0;
        }
        assertEquals(440, crossings, 1);
    }

    @Test
    void aPeakFilterGainsWhatItSaysAtItsCentre() {
        assertEquals(6, gainDecibels(Biquad.peak(1000, 1, 6), 1000), 0.05);
        assertEquals(0, gainDecibels(Biquad.peak(1000, 1, 6), 20), 0.05);
        assertEquals(-9, gainDecibels(Biquad.lowShelf(500, -9), 20), 0.1);
        assertEquals(0, gainDecibels(Biquad.lowShelf(500, -9), 10_000), 0.1);
        assertEquals(5, gainDecibels(Biquad.highShelf(2000, 5), 10_900), 0.1);
        assertEquals(-3.01, gainDecibels(Biquad.highPass(1000), 1000), 0.01);
    }

    @Test
    void theRoomAddsItsReflections() {
        float[] samples = {1, 0, 0, 0, 0};
        new Room(List.of(new Room.Reflection(1, 0.5f), new Room.Reflection(3, -0.25f))).apply(samples);
        assertArrayEquals(new float[] {1, 0.5f, 0, -0.25f, 0}, samples);
    }

    private static double gainDecibels(Biquad filter, double hertz) {
        float[] samples = new float[4 * ScoreRenderer.SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / ScoreRenderer.SAMPLE_RATE);
        }
        double before = energyOfSecondHalf(samples);
        filter.apply(samples);
        return 10 * Math.log10(energyOfSecondHalf(samples) / before);
    }

    private static double energyOfSecondHalf(float[] samples) {
        double energy = 0;
        for (int i = samples.length / 2; i < samples.length; i++) {
            energy += (double) samples[i] * samples[i];
        }
        return energy;
    }
}
