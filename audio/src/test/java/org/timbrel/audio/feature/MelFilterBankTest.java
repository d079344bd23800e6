package org.timbrel.audio.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.audio.GoldenSounds;

class MelFilterBankTest {
    private static final FeatureSettings DEFAULTS = FeatureSettings.defaults(22050);
    private static final Map<String, Frames> GOLDEN = GoldenSounds.golden("librosa-filters.npz");

    @ParameterizedTest
    @ValueSource(strings = {"slaney", "htk", "none", "htk-none"})
    void weightsAreLibrosas(String name) {
        FeatureSettings settings =
                switch (name) {
                    case "htk" -> DEFAULTS.withMelScale(MelScale.HTK);
                    case "none" -> DEFAULTS.withNorm(MelNorm.NONE);
                    case "htk-none" ->
                        DEFAULTS.withMelScale(MelScale.HTK)
                                .withNorm(MelNorm.NONE)
                                .withNMels(40)
                                .withFMin(50)
                                .withFMax(8000);
                    default -> DEFAULTS;
                };
        Frames matrix = new MelFilterBank(settings).matrix();
        double[] bands = new double[matrix.frames()];
        double[] bins = new double[matrix.bins()];
        for (int band = 0; band < bands.length; band++) {
            for (int bin = 0; bin < bins.length; bin++) {
                bands[band] += matrix.get(band, bin);
                bins[bin] += matrix.get(band, bin);
            }
        }
        assertNear(GOLDEN.get(name + ".bands"), bands);
        assertNear(GOLDEN.get(name + ".bins"), bins);
    }

    private static void assertNear(Frames golden, double[] actual) {
        for (int i = 0; i < actual.length; i++) {
            float wanted = golden.get(0, i);
            assertEquals(wanted, actual[i], 1e-6 * Math.max(1e-3, wanted), "sum " + i);
        }
        assertEquals(golden.bins(), actual.length);
    }

    @Test
    void centersRiseBetweenTheEdges() {
        double[] centers = new MelFilterBank(DEFAULTS.withFMin(100).withFMax(5000)).centers();
        assertEquals(128, centers.length);
        for (int i = 1; i < centers.length; i++) {
            assertTrue(centers[i] > centers[i - 1]);
        }
        assertTrue(centers[0] > 100 && centers[127] < 5000);
    }

    @Test
    void bandsThatNoBinFallsIntoAreCounted() {
        assertEquals(0, new MelFilterBank(DEFAULTS).emptyBands());
        assertTrue(new MelFilterBank(DEFAULTS.withNFft(256)).emptyBands() > 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 60, 440, 999, 1000, 1001, 4000, 11025})
    void melAndBackIsTheSameFrequency(double hz) {
        for (MelScale scale : MelScale.values()) {
            assertEquals(hz, scale.toHz(scale.toMel(hz)), 1e-9 * Math.max(1, hz));
        }
    }

    @Test
    void knownMels() {
        assertEquals(15, MelScale.SLANEY.toMel(1000), 1e-12);
        assertEquals(15 + 27, MelScale.SLANEY.toMel(6400), 1e-9);
        assertEquals(2595 * Math.log10(2), MelScale.HTK.toMel(700), 1e-9);
    }
}
