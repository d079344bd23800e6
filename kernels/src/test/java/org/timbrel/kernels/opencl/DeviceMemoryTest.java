package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.Buffer;

/** Memory of the device: taken again when nobody holds it any more, refused with a sentence. */
final class DeviceMemoryTest {
    private static final long LIMIT = 64 << 20;
    private static final int MEBIBYTE = (1 << 20) / Float.BYTES;

    @Test
    void memoryOfForgottenBuffersIsUsedAgain() {
        try (OpenClQueue queue = new OpenClQueue(TestDevice.get());
                DeviceMemory memory = new DeviceMemory(queue, LIMIT)) {
            for (int i = 0; i < 200; i++) {
                assertTrue(memory.allocate((1 + i % 7) * MEBIBYTE).length() > 0);
            }
            assertTrue(memory.bytes() <= LIMIT);
        }
    }

    @Test
    void saysHowMuchIsInUseWhereThereIsNoRoom() {
        try (OpenClQueue queue = new OpenClQueue(TestDevice.get());
                DeviceMemory memory = new DeviceMemory(queue, LIMIT)) {
            Buffer[] held = new Buffer[100];
            String message = assertThrows(BackendFailedException.class, () -> {
                        for (int i = 0; i < held.length; i++) {
                            held[i] = memory.allocate(10 * MEBIBYTE);
                        }
                    })
                    .getMessage();
            assertTrue(message.contains("has no room for 10.0 MiB more: 60.0 of its"), message);
            assertEquals(6, Arrays.stream(held).filter(Objects::nonNull).count());
            assertTrue(message.contains("take a smaller training.batch"), message);
        }
    }
}
