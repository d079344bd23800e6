package org.timbrel.benchmarks.kernels.elementwise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.timbrel.benchmarks.kernels.Closeness;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Contender.Kind;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.TorchPeer;
import org.timbrel.benchmarks.kernels.peak.CopyBandwidth;
import org.timbrel.engine.backend.Backend;

/** One elementwise operation: the engine and PyTorch beside the bandwidth of memory. */
public final class ElementwiseProblem implements Problem {
    private static final int CHECKED = 100_003;

    private final ElementwiseOp op;
    private final int n;
    private final Engines engines;
    private final List<TorchPeer> peers;

    /** @param n numbers of each array */
    public ElementwiseProblem(ElementwiseOp op, int n, Engines engines, List<TorchPeer> peers) {
        this.op = op;
        this.n = n;
        this.engines = engines;
        this.peers = peers;
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> all = new ArrayList<>();
        CopyBandwidth memory = new CopyBandwidth(work(), n);
        for (int threads : engines.threads()) {
            all.add(memory.contender(threads));
            all.add(memory.ordinaryStores(threads));
            all.add(engine(engines.on(threads), threads));
            peers.forEach(peer -> all.add(peer.contender("PyTorch", call(), threads)));
        }
        return all;
    }

    /** Timed at full length, and checked at a length that leaves something over: Adam's result changes with each run. */
    private Contender engine(Backend backend, int threads) {
        Contender timed = Contender.of("Timbrel", Kind.RUNG, threads, new EngineElementwise(backend, op, n));
        return new Contender(timed.name(), timed.kind(), threads, timed.timer(), Optional.of(() -> {
            EngineElementwise once = new EngineElementwise(backend, op, Math.min(n, CHECKED));
            once.run();
            return once.result();
        }));
    }

    private String call() {
        return op == ElementwiseOp.ADAM ? "adam " + n : "elementwise " + op.word() + " " + n;
    }

    @Override
    public String operation() {
        return "elementwise";
    }

    @Override
    public String size() {
        return op.word() + String.format(Locale.ROOT, ", %,d numbers", n);
    }

    @Override
    public double work() {
        return (double) op.bytes() * n;
    }

    @Override
    public String unit() {
        return "GB/s";
    }

    @Override
    public double error(float[] result) {
        EngineElementwise reference = new EngineElementwise(engines.reference(), op, result.length);
        reference.run();
        return Closeness.error(reference.values(), result);
    }

    @Override
    public double tolerance() {
        return Closeness.TOLERANCE;
    }
}
