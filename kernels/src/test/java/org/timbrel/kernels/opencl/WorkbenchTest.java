package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;

final class WorkbenchTest {
    private static final String SCALE = """
            kernel void scale(global float *x, float factor, int n)
            {
                if (get_global_id(0) < n) { x[get_global_id(0)] *= factor * TIMES; }
            }
            """;

    @BeforeEach
    void requireDevice() {
        TestDevice.get();
    }

    @Test
    void aKernelOfOnesOwnRunsBesideTheEnginesAndItsTimeIsTaken() {
        try (Workbench bench = Workbench.open()) {
            Buffer x = bench.backend().allocate(3);
            bench.backend().write(new float[] {1, -2, 3}, x, 0);
            bench.kernel("scale.cl", SCALE, "-D TIMES=2", "scale")
                    .with(x)
                    .with(5.0)
                    .with(3)
                    .launch(1, 1, 1, 8, 1);
            bench.kernel("scale.cl", SCALE, "-D TIMES=1", "scale")
                    .with(x)
                    .with(-1.0)
                    .with(3)
                    .launch(1, 1, 1, 8, 1);
            bench.backend().map(MapOp.RELU, x, x, 3);
            float[] got = new float[3];
            bench.backend().read(x, 0, got);
            assertArrayEquals(new float[] {0, 20, 0}, got);
            DeviceTime time = bench.takeTime();
            assertEquals(12, time.bytesThere());
            assertEquals(12, time.bytesBack());
            assertTrue(time.kernelSeconds() > 0 && time.secondsThere() > 0 && time.secondsBack() > 0, time.toString());
            assertEquals(new DeviceTime(0, 0, 0, 0, 0), bench.takeTime());
        }
    }

    @Test
    void whatDoesNotBuildIsASentenceWithTheCompilersWords() {
        try (Workbench bench = Workbench.open()) {
            String said = assertThrows(
                            BackendFailedException.class, () -> bench.kernel("bad.cl", "kernel void f( {}", "", "f"))
                    .getMessage();
            assertTrue(said.startsWith("the kernels of bad.cl don't build on the OpenCL device "), said);
        }
    }
}
