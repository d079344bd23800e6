package org.timbrel.benchmarks.kernels.conv2d;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.conv2d.Conv2dPass.Direction;
import org.timbrel.engine.backend.Conv2dShape;

class Conv2dPassTest {
    private static final List<Conv2dShape> SHAPES = List.of(
            Conv2dShape.same(1, 1, 1, 1, 3, 3, 1, 1, 1),
            Conv2dShape.same(3, 7, 9, 1, 3, 3, 16, 1, 1),
            Conv2dShape.same(3, 11, 13, 5, 3, 3, 40, 1, 1),
            Conv2dShape.valid(4, 14, 9, 32, 3, 3, 64, 1, 1));

    @TestFactory
    Stream<DynamicTest> everyPassAgreesWithReferenceOnEveryShape() {
        return SHAPES.stream().flatMap(shape -> Arrays.stream(Direction.values())
                .map(direction ->
                        DynamicTest.dynamicTest(direction + " " + shape, () -> checkAndSpoil(direction, shape))));
    }

    /** A result is right, and is wrong with its last number changed, which both ends of images and channels include. */
    private static void checkAndSpoil(Direction direction, Conv2dShape shape) {
        try (Engines engines = new Engines(2)) {
            Conv2dPass pass = new Conv2dPass(direction, shape, engines, List.of());
            List<Contender> checked = pass.contenders().stream()
                    .filter(contender -> contender.result().isPresent())
                    .toList();
            assertEquals(List.of(1, 2), checked.stream().map(Contender::threads).toList());
            for (Contender contender : checked) {
                contender.timer().seconds(2);
                float[] result = contender.result().orElseThrow().get();
                assertTrue(pass.error(result) <= pass.tolerance(), contender.name() + " " + pass.error(result));
                result[result.length - 1] += 1;
                assertTrue(pass.error(result) > pass.tolerance());
            }
        }
    }

    @Test
    void anImageOfOneChannelHasNoGradient() {
        assertEquals(
                List.of(Direction.FORWARD, Direction.WEIGHTS),
                Direction.of(SHAPES.get(1)).toList());
        assertEquals(List.of(Direction.values()), Direction.of(SHAPES.get(2)).toList());
    }
}
