package org.timbrel.kernels.aparapi;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.device.JavaDevice;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.exception.CompileFailedException;
import com.aparapi.internal.kernel.KernelManager;
import java.util.Arrays;
import java.util.LinkedHashSet;
import org.timbrel.engine.backend.BackendFailedException;

/**
 * A kernel that runs on one OpenCL device or not at all. Where Aparapi can't translate a kernel, or the device fails, it takes
 * the next device that it knows, and in the end computes in Java threads, without an exception. Here it knows one device and,
 * behind it, an algorithm of our own, which it asks before it takes threads; ours refuses.
 */
abstract class DeviceKernel extends Kernel {
    private String device = "no device yet";
    private boolean ran;

    /**
     * Turns the kernel into OpenCL and builds it for a device; to be called once, before it runs.
     *
     * @throws BackendFailedException if Aparapi can't translate it, or the driver can't build it; the message says why
     */
    void translate(OpenCLDevice target) {
        device = target.getName();
        KernelManager.instance()
                .setPreferredDevices(
                        this, new LinkedHashSet<>(Arrays.asList(target, JavaDevice.ALTERNATIVE_ALGORITHM)));
        try {
            compile(target);
        } catch (CompileFailedException e) {
            throw refusal("could not make OpenCL of it (" + reason(e) + ")");
        }
    }

    /**
     * Runs the kernel on its device and waits for it.
     *
     * @throws BackendFailedException if Aparapi would have computed it in Java threads, or did so
     */
    void launch(Range range) {
        execute(range);
        if (!isRunningCL()) {
            throw refusal("ran it in Java threads");
        }
        ran = true;
    }

    /** Frees what the kernel holds on the device. Aparapi's own way ends the process if the kernel has never run. */
    @Override
    public final synchronized void dispose() {
        if (ran) {
            ran = false;
            super.dispose();
        }
    }

    /** Called by Aparapi in place of its Java threads. */
    @Override
    public final void executeFallbackAlgorithm(Range range, int pass) {
        throw refusal("failed there and would go on in Java threads");
    }

    @Override
    public final boolean hasFallbackAlgorithm() {
        return true;
    }

    private BackendFailedException refusal(String what) {
        return new BackendFailedException("kernel " + getClass().getSimpleName() + " was to run on " + device
                + ", and Aparapi " + what + "; use --backend opencl or vector");
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
