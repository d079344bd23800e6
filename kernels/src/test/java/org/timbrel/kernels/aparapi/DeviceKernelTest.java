package org.timbrel.kernels.aparapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.testing.TestBackends;

/** What Aparapi would compute in Java threads is refused, and not computed. */
final class DeviceKernelTest {
    /** Aparapi knows no {@code switch}. */
    private static final class Switching extends DeviceKernel {
        private final int[] numbers = new int[1];

        @Override
        public void run() {
            switch (numbers[0]) {
                case 0 -> numbers[0] = 7;
                default -> numbers[0] = 8;
            }
        }
    }

    /** Good OpenCL, for the device to fail on. */
    private static final class Counting extends DeviceKernel {
        private final int[] numbers = new int[1];

        @Override
        public void run() {
            numbers[0] = numbers[0] + 1;
        }
    }

    private OpenCLDevice device;

    @BeforeEach
    void requireDevice() {
        TestBackends.requireAvailable(new AparapiBackendProvider());
        device = AparapiProbe.result().device();
    }

    @Test
    void whatCannotBeTranslatedIsRefusedWithTheReason() {
        Switching kernel = new Switching();
        String said = assertThrows(BackendFailedException.class, () -> kernel.translate(device))
                .getMessage();
        assertTrue(said.startsWith("kernel Switching was to run on " + device.getName()), said);
        assertTrue(said.contains("could not make OpenCL of it") && said.contains("lookupswitch"), said);
        assertTrue(said.endsWith("use --backend opencl or vector"), said);
    }

    @Test
    void nothingGoesOnInJavaThreads() {
        Switching kernel = new Switching();
        assertThrows(BackendFailedException.class, () -> kernel.translate(device));
        String said = assertThrows(BackendFailedException.class, () -> kernel.launch(Range.create(1, 1)))
                .getMessage();
        assertTrue(said.contains("would go on in Java threads"), said);
        assertFalse(kernel.isRunningCL());
        assertEquals(0, kernel.numbers[0]);
    }

    @Test
    void aGroupThatIsTooLargeForTheDeviceIsRefused() {
        Counting kernel = new Counting();
        kernel.translate(device);
        kernel.launch(Range.create(1, 1));
        assertEquals(1, kernel.numbers[0]);
        Range range = Range.create3D(8192, 1, 1, 8192, 1, 1);
        assertThrows(BackendFailedException.class, () -> kernel.launch(range));
        assertEquals(1, kernel.numbers[0]);
    }

    @Test
    void canBeDisposedOfBeforeItHasRunAndTwiceAfter() {
        Counting kernel = new Counting();
        kernel.translate(device);
        kernel.dispose();
        kernel.launch(Range.create(1, 1));
        kernel.dispose();
        kernel.dispose();
        assertEquals(1, kernel.numbers[0]);
    }
}
