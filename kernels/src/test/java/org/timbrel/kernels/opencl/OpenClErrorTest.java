package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;

/** What a user reads when a device fails in the middle of a training. */
final class OpenClErrorTest {
    @Test
    void aLostDeviceIsNamedAndTheCheckpointIsMentioned() {
        for (int status : new int[] {CL.CL_OUT_OF_RESOURCES, CL.CL_INVALID_COMMAND_QUEUE}) {
            String message =
                    OpenClError.failed(new CLException("?", status), "Card 7").getMessage();
            assertTrue(message.startsWith("the OpenCL device Card 7 was lost"), message);
            assertTrue(message.contains(CL.stringFor_errorCode(status)), message);
            assertTrue(message.contains("--resume"), message);
        }
    }

    @Test
    void memoryThatRanOutInALaunchIsCalledThat() {
        String message = OpenClError.failed(new CLException("?", CL.CL_MEM_OBJECT_ALLOCATION_FAILURE), "Card 7")
                .getMessage();
        assertTrue(message.startsWith("the memory of the OpenCL device Card 7 is used up"), message);
        assertTrue(message.contains("training.batch"), message);
    }
}
