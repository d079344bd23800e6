package org.timbrel.benchmarks.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;

class MatmulLadderTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1, 1},
            new int[] {5, 7, 3},
            new int[] {6, 32, 256},
            new int[] {7, 33, 257},
            new int[] {13, 300, 65},
            new int[] {65, 70, 530},
            new int[] {133, 261, 130});

    @TestFactory
    Stream<DynamicTest> everyRungAgreesWithReferenceOnEveryShape() {
        return SHAPES.stream()
                .map(s ->
                        DynamicTest.dynamicTest(s[0] + " x " + s[1] + " x " + s[2], () -> checkAll(s[0], s[1], s[2])));
    }

    private static void checkAll(int m, int n, int k) {
        try (Engines engines = new Engines(3)) {
            MatmulLadder ladder = new MatmulLadder(m, n, k, engines, List.of());
            for (Contender contender : ladder.contenders()) {
                contender.timer().seconds(2);
                contender.result().ifPresent(result -> {
                    double error = ladder.error(result.get());
                    assertTrue(error <= ladder.tolerance(), contender.name() + " is off by " + error);
                });
            }
        }
    }

    @Test
    void aNumberThatIsOffIsSeen() {
        try (Engines engines = new Engines(1)) {
            MatmulLadder ladder = new MatmulLadder(4, 4, 4, engines, List.of());
            float[] c = right(ladder);
            c[15] += 1e-3f;
            assertTrue(ladder.error(c) > ladder.tolerance());
            c[15] = Float.NaN;
            assertTrue(ladder.error(c) > ladder.tolerance());
        }
    }

    private static float[] right(MatmulLadder ladder) {
        Contender first = ladder.contenders().stream()
                .filter(c -> c.result().isPresent())
                .findFirst()
                .orElseThrow();
        first.timer().seconds(1);
        return first.result().orElseThrow().get();
    }

    @Test
    void oneThreadAndManyStandInOneTable() {
        try (Engines engines = new Engines(2)) {
            Set<String> names = new MatmulLadder(2, 2, 2, engines, List.of())
                    .contenders().stream()
                            .map(c -> c.name() + " on " + c.threads())
                            .collect(Collectors.toSet());
            assertEquals(
                    Set.of(
                            "FMA peak on 1",
                            "1 plain loops on 1",
                            "2 loop order on 1",
                            "3 blocking on 1",
                            "4 Vector API on 1",
                            "5 register tile on 1",
                            "6 packing on 1",
                            "7 the engine's on 1",
                            "EJML on 1",
                            "FMA peak on 2",
                            "7 threads on 2",
                            "EJML on 2"),
                    names);
        }
    }
}
