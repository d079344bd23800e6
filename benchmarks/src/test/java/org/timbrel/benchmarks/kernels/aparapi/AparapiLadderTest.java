package org.timbrel.benchmarks.kernels.aparapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.conv2d.Conv2dLadder;
import org.timbrel.benchmarks.kernels.matmul.MatmulLadder;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.testing.TestBackends;
import org.timbrel.kernels.aparapi.AparapiBackendProvider;

/** Both rungs compute the right numbers, and their transfers stand below the table. */
final class AparapiLadderTest {
    @BeforeEach
    void requireDevice() {
        TestBackends.requireAvailable(new AparapiBackendProvider());
    }

    @Test
    void everyRungAgreesWithReference() {
        try (Engines engines = new Engines(1, Optional.of(AparapiLadder.open()))) {
            check(new MatmulLadder(33, 70, 21, engines, List.of()));
            check(new Conv2dLadder(Conv2dShape.same(2, 5, 7, 3, 3, 3, 17, 1, 1), engines, List.of()));
        }
    }

    private static void check(Problem problem) {
        List<Contender> contenders = problem.contenders();
        assertEquals(
                List.of("FMA peak", "1 naive", "2 local tile", "3 the engine's, whole call", "backend vector"),
                contenders.stream().map(Contender::name).toList());
        for (Contender contender : contenders) {
            assertTrue(contender.timer().seconds(2) > 0, contender.name());
            contender.result().ifPresent(result -> {
                double error = problem.error(result.get());
                assertTrue(error <= problem.tolerance(), contender.name() + " is off by " + error);
            });
        }
        String note = problem.notes().get(0);
        assertTrue(note.matches("Launch and transfer, not in the times of 1 and 2: [0-9.]+ ms for .*"), note);
    }
}
