package org.timbrel.benchmarks.kernels.opencl;

import java.util.Map;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.kernels.opencl.DeviceClass;
import org.timbrel.kernels.opencl.Kernel;
import org.timbrel.kernels.opencl.Workbench;

/** The most that a device can do, measured: {@code fma_peak.cl} for arithmetic, {@code copy.cl} for its memory. */
final class DevicePeak {
    private static final int COPIED = 1 << 24;
    private static final int COPIES = 5;

    private final Workbench bench;
    private final Kernel kernel;
    private final Buffer sums;
    private final int groups;
    private final int items;
    private final double flopsOfALaunch;

    DevicePeak(Workbench bench) {
        this.bench = bench;
        boolean cpu = bench.settings() == DeviceClass.CPU;
        int vector = cpu ? 16 : 1;
        int chains = cpu ? 12 : 16;
        int steps = cpu ? 1 << 17 : 1024;
        this.items = cpu ? 1 : 256;
        this.groups = bench.computeUnits() * (cpu ? 4 : 16);
        Rung rung = new Rung("fma_peak", Map.of("VECTOR", vector, "CHAINS", chains, "STEPS", steps));
        this.kernel = rung.kernel(bench, "fma_peak");
        this.sums = bench.backend().allocate(groups * items * vector);
        this.flopsOfALaunch = 2.0 * vector * chains * steps * groups * items;
    }

    /**
     * The peak of arithmetic as a contender.
     *
     * @param work of the problem, in floating-point operations, in whose table it stands: one run does as many
     */
    Contender contender(double work) {
        double launchesOfARun = work / flopsOfALaunch;
        return Contender.unchecked("FMA peak", Contender.Kind.PEAK, bench.computeUnits(), repetitions -> {
            int launches = (int) Math.max(1, Math.round(repetitions * launchesOfARun));
            bench.takeTime();
            for (int i = 0; i < launches; i++) {
                kernel.with(0.5).with(1.0).with(sums).launch(groups, 1, 1, items, 1);
            }
            return bench.takeTime().kernelSeconds() * repetitions * launchesOfARun / launches;
        });
    }

    /** Bytes that a copy within the device's memory reads and writes, in GB/s. */
    double copyRate() {
        Buffer from = bench.backend().allocate(COPIED);
        Buffer to = bench.backend().allocate(COPIED);
        bench.backend().fill(from, 1, COPIED);
        Kernel copy = new Rung("copy", Map.of()).kernel(bench, "copy");
        int quarter = COPIED / 4;
        double best = Double.MAX_VALUE;
        for (int i = 0; i < COPIES; i++) {
            bench.takeTime();
            copy.with(quarter).with(from).with(to).launch(quarter / 256, 1, 1, 256, 1);
            best = Math.min(best, bench.takeTime().kernelSeconds());
        }
        return 2.0 * Float.BYTES * COPIED / best / 1e9;
    }
}
