package org.timbrel.benchmarks.kernels.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;

class ElementwiseProblemTest {
    @ParameterizedTest
    @EnumSource
    void everyOperationAgreesWithReference(ElementwiseOp op) {
        try (Engines engines = new Engines(2)) {
            for (int n : new int[] {1, 17, 40_000}) {
                ElementwiseProblem problem = new ElementwiseProblem(op, n, engines, List.of());
                for (Contender contender : problem.contenders()) {
                    contender.result().ifPresent(result -> {
                        double error = problem.error(result.get());
                        assertTrue(error <= problem.tolerance(), op + " of " + n + " is off by " + error);
                    });
                }
            }
        }
    }

    @Test
    void countsWhatMemoryMustMove() {
        try (Engines engines = new Engines(1)) {
            assertEquals(8e6, new ElementwiseProblem(ElementwiseOp.RELU, 1_000_000, engines, List.of()).work());
            assertEquals(12e6, new ElementwiseProblem(ElementwiseOp.ADD, 1_000_000, engines, List.of()).work());
            assertEquals(28e6, new ElementwiseProblem(ElementwiseOp.ADAM, 1_000_000, engines, List.of()).work());
        }
    }
}
