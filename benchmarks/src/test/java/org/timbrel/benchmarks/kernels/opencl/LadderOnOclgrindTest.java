package org.timbrel.benchmarks.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.conv2d.Conv2dLadder;
import org.timbrel.benchmarks.kernels.matmul.MatmulLadder;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.kernels.opencl.DeviceClass;
import org.timbrel.kernels.opencl.Workbench;

/**
 * The rungs on Oclgrind, a simulated device that watches every access: nothing outside a buffer is touched, and no two
 * work-items meet at one place without a barrier. The environment variable TIMBREL_OCLGRIND says where it is.
 */
class LadderOnOclgrindTest {
    private static final String LIBRARY = "TIMBREL_OCLGRIND";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void smallShapesTouchNothingOutsideAndRaceNowhere(DeviceClass settings) throws Exception {
        String library = System.getenv(LIBRARY);
        Assumptions.assumeTrue(library != null, LIBRARY + " is not set: it names Oclgrind's driver, as .ci/run does");
        Files.writeString(folder.resolve("oclgrind.icd"), library + "\n");
        Path log = folder.resolve("log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Rungs.class.getName(),
                settings.name(),
                folder.resolve("cache").toString());
        builder.environment().put("OCL_ICD_VENDORS", folder.toString());
        builder.environment().put("OCLGRIND_DATA_RACES", "1");
        // as NVIDIA's GPUs have it; else it is 32 KiB
        builder.environment().put("OCLGRIND_LOCAL_MEM_SIZE", "49152");
        builder.environment().put("OCLGRIND_LOG", log.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals("", Files.exists(log) ? Files.readString(log).strip() : "", said);
        assertTrue(said.contains("all right"), said);
    }

    /** Runs every rung of both operations once. */
    static final class Rungs {
        private Rungs() {}

        public static void main(String[] arguments) {
            Workbench bench = Workbench.rehearse(DeviceClass.valueOf(arguments[0]), Path.of(arguments[1]));
            if (!bench.describe().contains("Oclgrind")) {
                throw new AssertionError("the device is " + bench.describe());
            }
            if (!bench.tensorCores().available()) {
                throw new AssertionError(bench.tensorCores().sentence());
            }
            try (Engines engines = new Engines(1, Optional.of(new OpenClLadder(bench)))) {
                check(new MatmulLadder(5, 7, 3, engines, List.of()));
                check(new MatmulLadder(17, 36, 20, engines, List.of()));
                check(new Conv2dLadder(Conv2dShape.same(2, 3, 5, 3, 3, 3, 18, 1, 1), engines, List.of()));
            }
            System.out.println("all right");
        }

        private static void check(Problem problem) {
            problem.contenders().stream()
                    .filter(c -> c.kind() == Contender.Kind.RUNG)
                    .forEach(contender -> {
                        contender.timer().seconds(1);
                        double error =
                                problem.error(contender.result().orElseThrow().get());
                        if (error > contender.allowed(problem)) {
                            throw new AssertionError(contender.name() + " is off by " + error);
                        }
                    });
        }
    }
}
