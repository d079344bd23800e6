package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.cli.CommandException;

class KernelProblemsTest {
    @Test
    void readsSizesAsTheyAreTyped() {
        assertEquals(List.of("3 x 5 x 7"), sizes("matmul", "3x5x7"));
        assertEquals(List.of("4 x 4 x 4", "6 x 6 x 6"), sizes("matmul", "4", "6"));
        assertEquals(
                List.of("2 x 6 x 5 x 3 -> 4", "2 x 6 x 5 x 3 -> 4 valid"), sizes("conv2d", "6x5x3x4", "6x5x3x4:valid"));
        assertEquals(
                List.of(
                        "2 x 6 x 5 x 1 -> 4",
                        "2 x 6 x 5 x 1 -> 4",
                        "2 x 6 x 5 x 3 -> 4",
                        "2 x 6 x 5 x 3 -> 4",
                        "2 x 6 x 5 x 3 -> 4"),
                sizes("conv2d-passes", "6x5x1x4", "6x5x3x4"));
        assertEquals(7, sizes("elementwise", "100").size());
    }

    private static List<String> sizes(String operation, String... words) {
        try (Engines engines = new Engines(1)) {
            return KernelProblems.of(operation, List.of(words), 2, engines, List.of()).stream()
                    .map(problem -> problem.get().size())
                    .toList();
        }
    }

    @Test
    void saysWhatItCannotRead() {
        assertEquals("--op must be matmul, conv2d, conv2d-passes or elementwise, got 'fft'.", refused("fft"));
        assertEquals("--sizes wants a number, or MxNxK, got '8x0x8'.", refused("matmul", "8x0x8"));
        assertEquals("--sizes wants a number, got '-1'.", refused("elementwise", "-1"));
        assertEquals(
                "--sizes 2x9x3x4:valid leaves nothing: a valid 3 x 3 convolution wants 3 x 3 or more.",
                refused("conv2d", "2x9x3x4:valid"));
    }

    private static String refused(String operation, String... words) {
        return assertThrows(CommandException.class, () -> sizes(operation, words))
                .getMessage();
    }
}
