package org.timbrel.benchmarks.kernels.matmul;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.benchmarks.kernels.Closeness;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Contender.Kind;
import org.timbrel.benchmarks.kernels.DeviceLadder;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Inputs;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.TorchPeer;
import org.timbrel.benchmarks.kernels.peak.FmaPeak;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/** The ladder of the matrix product at one size: the rungs, the peak, and the libraries that are there. */
public final class MatmulLadder implements Problem {
    private final MatmulShape shape;
    private final Engines engines;
    private final List<TorchPeer> peers;
    private final float[] a;
    private final float[] b;
    private final double[] wanted;

    /**
     * Makes the inputs, and computes the right result.
     *
     * @param engines the engine, on each number of threads that is asked for
     * @param peers PyTorch, if it is there
     */
    public MatmulLadder(int m, int n, int k, Engines engines, List<TorchPeer> peers) {
        this.shape = MatmulShape.plain(m, n, k);
        this.engines = engines;
        this.peers = peers;
        this.a = Inputs.uniform(m * k, 1);
        this.b = Inputs.uniform(k * n, 2);
        this.wanted = reference(engines.reference());
    }

    /** The rungs that run on one thread, in order. */
    static Map<String, MatmulKernel> rungs() {
        Map<String, MatmulKernel> rungs = new LinkedHashMap<>();
        rungs.put("1 plain loops", new PlainLoops());
        rungs.put("2 loop order", new LoopOrder());
        rungs.put("3 blocking", new Blocking());
        rungs.put("4 Vector API", new VectorRow());
        rungs.put("5 register tile", new RegisterTile());
        rungs.put("6 packing", new Packing());
        return rungs;
    }

    @Override
    public List<Contender> contenders() {
        return engines.device().map(this::onDevice).orElseGet(this::onProcessors);
    }

    /** The device's ladder, and what the processors make of the same product. */
    private List<Contender> onDevice(DeviceLadder device) {
        int threads = Collections.max(engines.threads());
        List<Contender> all = new ArrayList<>(device.matmul(shape, a, b));
        Computation vector = new EngineMatmul(engines.on(threads), shape, a, b);
        all.add(Contender.of("backend vector", Kind.RUNG, threads, vector));
        peers.forEach(peer -> all.addAll(torch(peer, threads)));
        return all;
    }

    private List<Contender> onProcessors() {
        List<Contender> all = new ArrayList<>();
        for (int threads : engines.threads()) {
            all.add(FmaPeak.contender(threads, work()));
            if (threads == 1) {
                rungs().forEach((name, kernel) -> all.add(Contender.of(name, Kind.RUNG, 1, computation(kernel))));
            }
            Computation engine = new EngineMatmul(engines.on(threads), shape, a, b);
            all.add(Contender.of(threads == 1 ? "7 the engine's" : "7 threads", Kind.RUNG, threads, engine));
            all.add(Contender.of("EJML", Kind.LIBRARY, threads, new EjmlMatmul(threads, shape, a, b)));
            peers.forEach(peer -> all.addAll(torch(peer, threads)));
        }
        return all;
    }

    private List<Contender> torch(TorchPeer peer, int threads) {
        String numbers = String.format("%d %d %d", shape.m(), shape.n(), shape.k());
        return peer.contenders("PyTorch", "matmul", numbers, threads);
    }

    private Computation computation(MatmulKernel kernel) {
        float[] c = new float[shape.m() * shape.n()];
        return Computation.into(c, () -> kernel.multiply(shape.m(), shape.n(), shape.k(), a, b, c));
    }

    /** With B turned round first: the same sums, along rows of memory. */
    private double[] reference(Backend backend) {
        Buffer x = backend.allocate(a.length);
        Buffer y = backend.allocate(b.length);
        Buffer turned = backend.allocate(b.length);
        Buffer result = backend.allocate(shape.m() * shape.n());
        backend.write(a, x, 0);
        backend.write(b, y, 0);
        int n = shape.n();
        int k = shape.k();
        backend.copyStrided(new int[] {n, k}, y, 0, new int[] {1, n}, turned, 0, new int[] {k, 1}, false);
        MatmulShape turnedShape = new MatmulShape(1, shape.m(), n, k, false, true);
        backend.matmul(turnedShape, x, turned, null, Activation.NONE, false, result);
        double[] values = new double[result.length()];
        backend.read(result, 0, values);
        return values;
    }

    @Override
    public String operation() {
        return "matmul";
    }

    @Override
    public String size() {
        return String.format("%d x %d x %d", shape.m(), shape.n(), shape.k());
    }

    @Override
    public double work() {
        return shape.flops();
    }

    @Override
    public double error(float[] result) {
        return Closeness.error(wanted, result);
    }

    @Override
    public List<String> notes() {
        return engines.device()
                .map(device -> device.notes(a.length + b.length, shape.m() * shape.n()))
                .orElse(List.of());
    }
}
