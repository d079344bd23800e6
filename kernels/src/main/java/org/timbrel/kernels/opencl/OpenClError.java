package org.timbrel.kernels.opencl;

import java.util.Locale;
import org.jocl.CL;
import org.jocl.CLException;
import org.timbrel.engine.backend.BackendFailedException;

/** What OpenCL's error codes mean to a user: one sentence each. */
final class OpenClError {
    private static final String GO_ON = "; training can go on from its last checkpoint with --resume";

    private OpenClError() {}

    /** The constant's name, such as CL_OUT_OF_RESOURCES. */
    static String name(int status) {
        return CL.stringFor_errorCode(status);
    }

    /** Something other than getting memory or building a program failed on a device. */
    static BackendFailedException failed(CLException e, String device) {
        int status = e.getStatus();
        if (isOutOfMemory(status) && status != CL.CL_OUT_OF_RESOURCES) {
            return new BackendFailedException("the memory of the OpenCL device " + device + " is used up ("
                    + name(status) + "); take a smaller training.batch" + GO_ON);
        }
        return new BackendFailedException("the OpenCL device " + device + " was lost: it answers with " + name(status)
                + "; look into the driver's log, or take --backend vector" + GO_ON);
    }

    /** There is no memory for a buffer, though all that is not in use has been given back. */
    static BackendFailedException noMemory(long bytes, long inUse, OpenClDevice device) {
        return new BackendFailedException(String.format(
                Locale.ROOT,
                "the OpenCL device %s has no room for %.1f MiB more: %.1f of its %.1f MiB are in use, and the largest single"
                        + " buffer is %.1f MiB; take a smaller training.batch, or --backend vector",
                device.name(),
                mebibytes(bytes),
                mebibytes(inUse),
                mebibytes(device.memory()),
                mebibytes(device.largestBuffer())));
    }

    /** A kernel doesn't build: the driver's log follows the sentence. */
    static BackendFailedException notBuilt(String file, String options, String log, OpenClDevice device) {
        return new BackendFailedException(
                "the kernels of " + file + " don't build on the OpenCL device " + device.name()
                        + ", driver " + device.driver() + ", with '" + options
                        + "'; take --backend vector, and report this with the driver's words: "
                        + log.strip());
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }

    static boolean isOutOfMemory(int status) {
        return status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
                || status == CL.CL_OUT_OF_RESOURCES
                || status == CL.CL_OUT_OF_HOST_MEMORY
                || status == CL.CL_INVALID_BUFFER_SIZE;
    }
}
