package org.timbrel.benchmarks.kernels.aparapi;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Contender.Kind;
import org.timbrel.benchmarks.kernels.DeviceLadder;
import org.timbrel.benchmarks.kernels.conv2d.EngineConv2d;
import org.timbrel.benchmarks.kernels.matmul.EngineMatmul;
import org.timbrel.benchmarks.kernels.opencl.OpenClLadder;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.kernels.aparapi.AparapiWorkbench;
import org.timbrel.kernels.aparapi.AparapiWorkbench.Rung;
import org.timbrel.kernels.aparapi.AparapiWorkbench.Work;

/**
 * The ladder of kernels written in Java. A rung's time is that of whole calls less that of calls which sum nothing, so it leaves
 * out launch and transfers; the last rung is the backend, with all that it does.
 */
public final class AparapiLadder implements DeviceLadder {
    private final Backend backend;
    private final AparapiWorkbench bench;
    private final OpenClLadder opencl;
    private double moving;

    private AparapiLadder(Backend backend, AparapiWorkbench bench, OpenClLadder opencl) {
        this.backend = backend;
        this.bench = bench;
        this.opencl = opencl;
    }

    /**
     * On the device that the backends {@code aparapi} and {@code opencl} take.
     *
     * @throws org.timbrel.engine.backend.BackendUnavailableException if it can't be had; it says why, and what to do
     */
    public static AparapiLadder open() {
        Backend backend = Backends.open("aparapi", BackendOptions.defaults());
        return new AparapiLadder(backend, AparapiWorkbench.open(), OpenClLadder.open());
    }

    @Override
    public String device() {
        return opencl.device();
    }

    @Override
    public int units() {
        return opencl.units();
    }

    @Override
    public List<Contender> matmul(MatmulShape shape, float[] a, float[] b) {
        Contender whole =
                Contender.of("3 the engine's, whole call", Kind.RUNG, units(), new EngineMatmul(backend, shape, a, b));
        return all(shape.flops(), rung -> bench.matmul(rung, shape, a, b), whole);
    }

    @Override
    public List<Contender> conv2d(Conv2dShape shape, float[] x, float[] w) {
        Contender whole =
                Contender.of("3 the engine's, whole call", Kind.RUNG, units(), new EngineConv2d(backend, shape, x, w));
        return all(shape.flops(), rung -> bench.conv2d(rung, shape, x, w), whole);
    }

    private List<Contender> all(double flops, Function<Rung, Work> work, Contender whole) {
        return List.of(
                opencl.peak(flops),
                contender("1 naive", work.apply(Rung.NAIVE)),
                contender("2 local tile", work.apply(Rung.TILED)),
                whole);
    }

    private Contender contender(String name, Work work) {
        float[][] last = new float[1][];
        Contender.Timer timer = repetitions -> {
            double computing = seconds(repetitions, () -> last[0] = work.compute());
            double moved = seconds(repetitions, work::move);
            moving = moved / repetitions;
            return Math.max(computing - moved, Math.ulp(computing));
        };
        return new Contender(name, Kind.RUNG, units(), timer, Optional.of(() -> last[0]));
    }

    private static double seconds(int repetitions, Runnable call) {
        long begun = System.nanoTime();
        for (int i = 0; i < repetitions; i++) {
            call.run();
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public List<String> notes(int there, int back) {
        return List.of(String.format(
                Locale.ROOT,
                "Launch and transfer, not in the times of 1 and 2: %.3f ms for %.1f MB there and %.1f MB back.",
                moving * 1e3,
                there * Float.BYTES / 1e6,
                back * Float.BYTES / 1e6));
    }

    @Override
    public void close() {
        opencl.close();
        bench.close();
        backend.close();
    }
}
