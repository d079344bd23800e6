package org.timbrel.benchmarks.kernels.opencl;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.kernels.opencl.Workbench;

/** A computation whose launches leave their result in a buffer of the device. */
record OnDevice(Workbench bench, Buffer to, Runnable launches) implements Computation {
    @Override
    public void run() {
        launches.run();
    }

    @Override
    public float[] result() {
        float[] result = new float[to.length()];
        bench.backend().read(to, 0, result);
        return result;
    }
}
