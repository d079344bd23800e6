package org.timbrel.benchmarks.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.conv2d.Conv2dLadder;
import org.timbrel.benchmarks.kernels.matmul.MatmulLadder;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.testing.TestBackends;
import org.timbrel.kernels.opencl.DeviceClass;
import org.timbrel.kernels.opencl.OpenClBackendProvider;
import org.timbrel.kernels.opencl.Workbench;

/** Each rung computes the right numbers, with the sizes of tiles that each class of devices has for it. */
class OpenClLadderTest {
    /** Nothing left over, something left over in each direction, smaller than any tile, longer than a block of k. */
    private static final List<int[]> MATMUL = List.of(
            new int[] {1, 1, 1}, new int[] {5, 7, 3}, new int[] {64, 64, 64}, new int[] {130, 131, 67}, new int[] {
                33, 140, 132
            });

    private static final List<Conv2dShape> CONV2D = List.of(
            Conv2dShape.same(1, 1, 1, 1, 3, 3, 1, 1, 1),
            Conv2dShape.same(2, 5, 7, 1, 3, 3, 33, 1, 1),
            Conv2dShape.same(3, 11, 9, 19, 3, 3, 40, 1, 1),
            Conv2dShape.valid(2, 7, 6, 32, 3, 3, 64, 1, 1));

    @TempDir
    Path cache;

    @BeforeEach
    void requireDevice() {
        TestBackends.requireAvailable(new OpenClBackendProvider());
    }

    @ParameterizedTest
    @EnumSource
    void everyRungAgreesWithReferenceOnEveryShape(DeviceClass settings) {
        try (Engines engines = new Engines(1, Optional.of(new OpenClLadder(Workbench.rehearse(settings, cache))))) {
            MATMUL.forEach(s -> check(new MatmulLadder(s[0], s[1], s[2], engines, List.of())));
            CONV2D.forEach(s -> check(new Conv2dLadder(s, engines, List.of())));
        }
    }

    private static void check(Problem problem) {
        for (Contender contender : problem.contenders()) {
            assertTrue(contender.timer().seconds(2) > 0, contender.name());
            contender.result().ifPresent(result -> {
                double error = problem.error(result.get());
                String who = contender.name() + ", " + problem.operation() + " " + problem.size();
                assertTrue(error <= contender.allowed(problem), who + " is off by " + error);
            });
        }
    }

    private static List<String> names(Problem problem) {
        return problem.contenders().stream().map(Contender::name).toList();
    }

    @Test
    void theEnginesKernelsAreTheLastRungsAndVectorStandsBesideThem() {
        OpenClLadder rehearsal = new OpenClLadder(Workbench.rehearse(DeviceClass.CPU, cache));
        try (Engines engines = new Engines(2, Optional.of(rehearsal))) {
            assertEquals(
                    List.of(
                            "FMA peak",
                            "1 naive",
                            "2 local tile",
                            "3 register tile",
                            "4 vector loads",
                            "5 double buffering",
                            "6 registers alone",
                            "7 the engine's",
                            "8 tensor cores, half precision",
                            "9 tensor cores, TF32",
                            "backend vector"),
                    names(new MatmulLadder(2, 2, 2, engines, List.of())));
            List<String> conv2d = names(new Conv2dLadder(CONV2D.get(0), engines, List.of()));
            assertTrue(conv2d.contains("6 tensor cores, half precision"), conv2d.toString());
        }
    }

    @Test
    void transfersStandBelowTheTable() {
        try (OpenClLadder ladder = OpenClLadder.open()) {
            List<String> notes = ladder.notes(1_000_000, 500_000);
            String note = notes.get(0);
            assertTrue(notes.size() == 1 || notes.get(1).startsWith("Tensor cores are not used: "), notes.toString());
            assertTrue(
                    note.matches("Transfer, not in the times above: there 4\\.0 MB in [0-9.]+ ms, [0-9.]+ GB/s, back"
                            + " 2\\.0 MB in [0-9.]+ ms, [0-9.]+ GB/s\\. A copy on the device: [0-9.]+ GB/s\\."),
                    note);
        }
    }
}
