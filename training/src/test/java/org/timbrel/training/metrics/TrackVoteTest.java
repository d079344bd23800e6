package org.timbrel.training.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackVoteTest {
    @Test
    void bothVotesAreNumPys() throws IOException {
        for (Map<String, Object> golden : Golden.cases("votes")) {
            double[][] segments = Golden.rows(golden.get("segments"));
            TrackVote.Decision mean = TrackVote.MEAN_PROBABILITY.decide(segments);
            TrackVote.Decision majority = TrackVote.MAJORITY.decide(segments);
            assertEquals(golden.get("mean_winner"), mean.winner());
            assertEquals(golden.get("majority_winner"), majority.winner());
            assertArrayEquals(Golden.numbers(golden.get("mean")), shares(mean), 1e-14);
            assertArrayEquals(Golden.numbers(golden.get("votes")), shares(majority), 1e-14);
        }
    }

    @Test
    void equalNumbersOfVotesAreDecidedByTheMean() {
        double[][] segments = {{0.6, 0.4, 0.0}, {0.1, 0.9, 0.0}};
        assertEquals(1, TrackVote.MAJORITY.decide(segments).winner());
    }

    @Test
    void fullTiesGoToTheLowestIndex() {
        double[][] segments = {{0.0, 0.5, 0.5}, {0.0, 0.5, 0.5}};
        assertEquals(1, TrackVote.MAJORITY.decide(segments).winner());
        assertEquals(1, TrackVote.MEAN_PROBABILITY.decide(segments).winner());
        assertArrayEquals(new double[] {0, 1, 0}, shares(TrackVote.MAJORITY.decide(segments)));
    }

    @Test
    void whatCannotBeDecidedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TrackVote.MAJORITY.decide(new double[0][]));
        assertThrows(
                IllegalArgumentException.class, () -> TrackVote.MAJORITY.decide(new double[][] {{0.5, Double.NaN}}));
        assertThrows(
                IllegalArgumentException.class, () -> TrackVote.MEAN_PROBABILITY.decide(new double[][] {{1, 0}, {1}}));
    }

    private static double[] shares(TrackVote.Decision decision) {
        return decision.shares().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
