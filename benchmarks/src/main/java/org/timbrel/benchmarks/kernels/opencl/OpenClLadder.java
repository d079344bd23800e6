package org.timbrel.benchmarks.kernels.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Contender.Kind;
import org.timbrel.benchmarks.kernels.DeviceLadder;
import org.timbrel.benchmarks.kernels.conv2d.EngineConv2d;
import org.timbrel.benchmarks.kernels.matmul.EngineMatmul;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.kernels.opencl.DeviceTime;
import org.timbrel.kernels.opencl.Workbench;

/** The ladder on an OpenCL device. Times are those that the device took, by its driver's clock; transfers stand apart. */
public final class OpenClLadder implements DeviceLadder {
    private static final int TRANSFERS = 3;

    private final Workbench bench;
    private final DevicePeak peak;

    /** On a bench, which is closed together with the ladder. */
    OpenClLadder(Workbench bench) {
        this.bench = bench;
        this.peak = new DevicePeak(bench);
    }

    /**
     * On the device that the backend {@code opencl} takes.
     *
     * @throws org.timbrel.engine.backend.BackendUnavailableException if there is none; it says why, and what to install
     */
    public static OpenClLadder open() {
        return new OpenClLadder(Workbench.open());
    }

    @Override
    public String device() {
        return bench.describe();
    }

    @Override
    public int units() {
        return bench.computeUnits();
    }

    /**
     * The device's peak of arithmetic.
     *
     * @param flops of the problem in whose table it stands
     */
    public Contender peak(double flops) {
        return peak.contender(flops);
    }

    @Override
    public List<Contender> matmul(MatmulShape shape, float[] a, float[] b) {
        Buffer left = onDevice(a);
        Buffer right = onDevice(b);
        List<Contender> all = new ArrayList<>();
        all.add(peak(shape.flops()));
        MatmulRungs.of(bench.settings())
                .forEach(rung -> all.add(contender(rung.name(), rung.on(bench, shape, left, right))));
        all.add(contender("7 the engine's", new EngineMatmul(bench.backend(), shape, a, b)));
        return all;
    }

    @Override
    public List<Contender> conv2d(Conv2dShape shape, float[] x, float[] w) {
        List<Contender> all = new ArrayList<>();
        all.add(peak(shape.flops()));
        new Conv2dRungs(bench, shape, onDevice(x), onDevice(w))
                .all()
                .forEach((name, computation) -> all.add(contender(name, computation)));
        all.add(contender("5 the engine's", new EngineConv2d(bench.backend(), shape, x, w)));
        return all;
    }

    private Buffer onDevice(float[] values) {
        Buffer buffer = bench.backend().allocate(values.length);
        bench.backend().write(values, buffer, 0);
        return buffer;
    }

    private Contender contender(String name, Computation computation) {
        Contender.Timer timer = repetitions -> {
            bench.takeTime();
            for (int i = 0; i < repetitions; i++) {
                computation.run();
            }
            return bench.takeTime().kernelSeconds();
        };
        return new Contender(name, Kind.RUNG, units(), timer, Optional.of(computation::result));
    }

    @Override
    public List<String> notes(int there, int back) {
        float[] operands = new float[there];
        float[] result = new float[back];
        Buffer to = onDevice(operands);
        Buffer from = onDevice(result);
        bench.takeTime();
        for (int i = 0; i < TRANSFERS; i++) {
            bench.backend().write(operands, to, 0);
            bench.backend().read(from, 0, result);
        }
        DeviceTime time = bench.takeTime();
        return List.of(String.format(
                Locale.ROOT,
                "Transfer, not in the times above: there %s, back %s. A copy on the device: %.1f GB/s.",
                transfer(time.bytesThere(), time.secondsThere()),
                transfer(time.bytesBack(), time.secondsBack()),
                peak.copyRate()));
    }

    private static String transfer(long bytes, double seconds) {
        return String.format(
                Locale.ROOT,
                "%.1f MB in %.3f ms, %.1f GB/s",
                bytes / 1e6 / TRANSFERS,
                seconds * 1e3 / TRANSFERS,
                bytes / 1e9 / seconds);
    }

    @Override
    public void close() {
        bench.close();
    }
}
