package org.timbrel.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationResultTest {
    private static final List<String> NAMES = List.of("blues", "jazz");

    /** Track b comes first; its majority says blues, its mean says jazz. */
    private static final ClassificationResult SEGMENTS =
            ClassificationResult.of(NAMES, List.of("b", "a", "b", "b"), new int[] {1, 0, 1, 1}, new float[] {
                0.625f, 0.375f, 0.75f, 0.25f, 0.625f, 0.375f, 0f, 1f
            });

    @Test
    void segmentsAreDecidedOneByOne() {
        assertEquals(
                List.of(0, 0, 0, 1),
                SEGMENTS.predictions().stream().map(Prediction::predicted).toList());
        assertEquals(0.5, SEGMENTS.confusion().accuracy());
        assertEquals(0.75, SEGMENTS.predictions().get(1).confidence());
    }

    @Test
    void tracksAreDecidedByEitherVoteInTheOrderOfTheirFirstSegment() {
        List<Prediction> mean = SEGMENTS.byTrack(TrackVote.MEAN_PROBABILITY).predictions();
        assertEquals(List.of("b", "a"), mean.stream().map(Prediction::track).toList());
        assertEquals(1, mean.get(0).predicted());
        assertEquals(1.75 / 3, mean.get(0).confidence(), 1e-15);
        assertEquals(
                1.0, SEGMENTS.byTrack(TrackVote.MEAN_PROBABILITY).confusion().accuracy());
        assertEquals(0.5, SEGMENTS.byTrack(TrackVote.MAJORITY).confusion().accuracy());
    }

    @Test
    void aTrackOfTwoTrueClassesIsRefused() {
        ClassificationResult torn =
                ClassificationResult.of(NAMES, List.of("a", "a"), new int[] {0, 1}, new float[] {1, 0, 1, 0});
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> torn.byTrack(TrackVote.MAJORITY));
        assertEquals("All segments of a track need the same true class, but those of a differ.", e.getMessage());
    }

    @Test
    void arraysThatDontFitAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassificationResult.of(NAMES, List.of("a"), new int[] {0}, new float[] {1, 0, 0}));
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassificationResult.of(NAMES, List.of("a"), new int[] {2}, new float[] {1, 0}));
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassificationResult.of(NAMES, List.of("a"), new int[] {0}, new float[] {Float.NaN, 0}));
    }
}
