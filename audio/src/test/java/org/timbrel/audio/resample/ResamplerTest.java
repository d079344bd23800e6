package org.timbrel.audio.resample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.Sound;
import org.timbrel.audio.feature.Frames;

class ResamplerTest {
    /** Near its ends a sound depends on how the filter is cut off there. */
    private static final double SETTLED_SECONDS = 0.01;

    private static final Map<String, Frames> GOLDEN = GoldenSounds.golden("soxr-chirps.npz");

    /** soxr's own ripple is 0.1% of full scale at some rates, so this is as near as two good filters come. */
    @ParameterizedTest
    @CsvSource({"44100,22050,2e-6", "22050,16000,3e-4", "16000,22050,3e-4", "48000,22050,3e-4"})
    void chirpInThePassbandIsSoxrs(int from, int to, double tolerance) {
        Sound chirp = new Sound(GoldenSounds.chirp(3000, from, 0.42 * Math.min(from, to)), from);
        float[] actual = Resampler.resample(chirp, to).samples();
        float[] golden = GOLDEN.get(from + "-" + to).values();
        assertEquals(golden.length, actual.length);
        int edge = (int) (SETTLED_SECONDS * to);
        for (int i = edge; i < golden.length - edge; i++) {
            assertEquals(golden[i], actual[i], tolerance, "sample " + i);
        }
    }

    /** Up to 91.3% of the lower Nyquist frequency a tone comes out as if it had been sampled at the new rate. */
    @ParameterizedTest
    @CsvSource({"44100,22050", "22050,16000", "16000,22050", "48000,22050", "8000,44100", "11025,22050"})
    void toneInThePassbandIsTheSameTone(int from, int to) {
        for (double part : new double[] {0.01, 0.3, 0.6, 0.91}) {
            double hz = part * Math.min(from, to) / 2;
            float[] actual = Resampler.resample(tone(hz, from), to).samples();
            float[] wanted = tone(hz, to).samples();
            int edge = (int) (2 * SETTLED_SECONDS * to);
            for (int i = edge; i < wanted.length - edge; i++) {
                assertEquals(wanted[i], actual[i], 3e-6, hz + " Hz, sample " + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"44100,22050", "48000,22050", "22050,16000"})
    void toneAboveTheNewNyquistFrequencyIsGone(int from, int to) {
        for (double hz : new double[] {to / 2.0, (to / 2.0 + from / 2.0) / 2, from / 2.0 - 100}) {
            float[] actual = Resampler.resample(tone(hz, from), to).samples();
            int edge = (int) (2 * SETTLED_SECONDS * to);
            for (int i = edge; i < actual.length - edge; i++) {
                assertEquals(0, actual[i], 1e-5, hz + " Hz, sample " + i); // -100 dB
            }
        }
    }

    @Test
    void imagesAboveTheOldNyquistFrequencyAreGone() {
        float[] up = Resampler.resample(tone(7000, 16000), 48000).samples();
        float[] wanted = tone(7000, 48000).samples();
        for (int i = 1000; i < wanted.length - 1000; i++) {
            assertEquals(wanted[i], up[i], 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"44100,22050,1001,501", "22050,44100,7,14", "48000,22050,1,1", "22050,16000,100,73", "3,2,0,0"})
    void lengthIsRoundedUp(int from, int to, int samples, int wanted) {
        Sound resampled = Resampler.resample(new Sound(new float[samples], from), to);
        assertEquals(wanted, resampled.samples().length);
        assertEquals(to, resampled.sampleRate());
    }

    @Test
    void sameRateIsTheSameSound() {
        Sound sound = tone(100, 8000);
        assertSame(sound, Resampler.resample(sound, 8000));
    }

    @Test
    void rateMustBePositive() {
        Sound sound = tone(100, 8000);
        String message = assertThrows(IllegalArgumentException.class, () -> Resampler.resample(sound, 0))
                .getMessage();
        assertTrue(message.contains("above 0"), message);
    }

    private static Sound tone(double hz, int rate) {
        float[] samples = new float[rate / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.9 * Math.sin(2 * Math.PI * hz * i / rate + 0.3));
        }
        return new Sound(samples, rate);
    }
}
