package org.timbrel.benchmarks.kernels.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Contender.Kind;
import org.timbrel.benchmarks.kernels.DeviceLadder;
import org.timbrel.benchmarks.kernels.conv2d.EngineConv2d;
import org.timbrel.benchmarks.kernels.matmul.EngineMatmul;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.kernels.opencl.DeviceTime;
import org.timbrel.kernels.opencl.TensorCores;
import org.timbrel.kernels.opencl.TensorCores.Operands;
import org.timbrel.kernels.opencl.Workbench;

/** The ladder on an OpenCL device. Times are those that the device took, by its driver's clock; transfers stand apart. */
public final class OpenClLadder implements DeviceLadder {
    private static final int TRANSFERS = 3;
    private static final double ROUNDED = 1e-3;

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
        TensorCores tensorCores = bench.tensorCores();
        if (tensorCores.available()) {
            Computation halves = new EngineMatmul(bench.backend(), shape, a, b, true);
            all.add(rounded(contender("8 tensor cores, half precision", halves)));
            Buffer c = bench.backend().allocate(shape.m() * shape.n());
            Computation tf32 = new OnDevice(
                    bench,
                    c,
                    () -> tensorCores.multiply(Operands.TF32, shape, left, right, null, Activation.NONE, false, c));
            all.add(rounded(contender("9 tensor cores, TF32", tf32)));
        }
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
        if (bench.tensorCores().available()) {
            Computation halves = new EngineConv2d(bench.backend(), shape, x, w, true);
            all.add(rounded(contender("6 tensor cores, half precision", halves)));
        }
        return all;
    }

    /** With the error that rounding the operands to ten bits brings. */
    private static Contender rounded(Contender one) {
        return new Contender(
                one.name(), one.kind(), one.threads(), one.timer(), one.result(), OptionalDouble.of(ROUNDED));
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
        String moved = String.format(
                Locale.ROOT,
                "Transfer, not in the times above: there %s, back %s. A copy on the device: %.1f GB/s.",
                transfer(time.bytesThere(), time.secondsThere()),
                transfer(time.bytesBack(), time.secondsBack()),
                peak.copyRate());
        TensorCores tensorCores = bench.tensorCores();
        return tensorCores.available() ? List.of(moved) : List.of(moved, tensorCores.sentence());
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
