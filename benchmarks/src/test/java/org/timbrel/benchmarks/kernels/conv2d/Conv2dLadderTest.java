package org.timbrel.benchmarks.kernels.conv2d;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.engine.backend.Conv2dShape;

class Conv2dLadderTest {
    private static final List<Conv2dShape> SHAPES = List.of(
            Conv2dShape.same(1, 1, 1, 1, 3, 3, 1, 1, 1),
            Conv2dShape.same(2, 5, 7, 1, 3, 3, 33, 1, 1),
            Conv2dShape.same(3, 11, 23, 5, 3, 3, 40, 1, 1),
            Conv2dShape.same(1, 9, 1, 3, 3, 3, 2, 1, 1),
            Conv2dShape.valid(2, 3, 3, 4, 3, 3, 7, 1, 1),
            Conv2dShape.valid(2, 14, 9, 32, 3, 3, 64, 1, 1));

    @TestFactory
    Stream<DynamicTest> everyRungAgreesWithReferenceOnEveryShape() {
        return SHAPES.stream().map(s -> DynamicTest.dynamicTest(s.toString(), () -> checkAll(s)));
    }

    private static void checkAll(Conv2dShape shape) {
        try (Engines engines = new Engines(2)) {
            Conv2dLadder ladder = new Conv2dLadder(shape, engines, List.of());
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
    void aWrongNumberInTheLastImageIsSeen() {
        try (Engines engines = new Engines(1)) {
            Conv2dLadder ladder = new Conv2dLadder(SHAPES.get(1), engines, List.of());
            Contender tile = ladder.contenders().get(3);
            tile.timer().seconds(1);
            float[] y = tile.result().orElseThrow().get();
            y[y.length - 1] += 0.01f;
            assertTrue(ladder.error(y) > ladder.tolerance());
        }
    }
}
