package org.timbrel.benchmarks.kernels.conv2d;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
import org.timbrel.engine.backend.Conv2dShape;

/** The ladder of the 3 x 3 convolution, forward, at one size: the rungs, the peak, and PyTorch if it is there. */
public final class Conv2dLadder implements Problem {
    private final Conv2dShape shape;
    private final Engines engines;
    private final List<TorchPeer> peers;
    private final float[] x;
    private final float[] w;
    private final double[] first;
    private final double[] last;

    /**
     * Makes the inputs, and computes the right result for the first and the last image.
     *
     * @param engines the engine, on each number of threads that is asked for
     * @param peers PyTorch, as installed and tuned, if it is there
     */
    public Conv2dLadder(Conv2dShape shape, Engines engines, List<TorchPeer> peers) {
        this.shape = shape;
        this.engines = engines;
        this.peers = peers;
        this.x = Inputs.uniform(shape.inputSize(), 1);
        this.w = Inputs.uniform(shape.weightSize(), 2);
        int imageSize = shape.inputSize() / shape.n();
        this.first = reference(engines.reference(), 0);
        this.last = reference(engines.reference(), x.length - imageSize);
    }

    private double[] reference(Backend backend, int from) {
        Conv2dShape one = Conv2dPass.resized(shape, 1, shape.o());
        Buffer image = backend.allocate(one.inputSize());
        Buffer weights = backend.allocate(one.weightSize());
        Buffer result = backend.allocate(one.outputSize());
        backend.write(Arrays.copyOfRange(x, from, from + one.inputSize()), image, 0);
        backend.write(w, weights, 0);
        backend.conv2d(one, image, weights, null, Activation.NONE, result);
        double[] values = new double[one.outputSize()];
        backend.read(result, 0, values);
        return values;
    }

    @Override
    public List<Contender> contenders() {
        return engines.device().map(this::onDevice).orElseGet(this::onProcessors);
    }

    /** The device's ladder, and what the processors make of the same convolution. */
    private List<Contender> onDevice(DeviceLadder device) {
        int threads = Collections.max(engines.threads());
        List<Contender> all = new ArrayList<>(device.conv2d(shape, x, w));
        Computation vector = new EngineConv2d(engines.on(threads), shape, x, w);
        all.add(Contender.of("backend vector", Kind.RUNG, threads, vector));
        peers.forEach(peer -> all.addAll(TorchConv2d.contenders(peer, "conv2d", shape, threads, true)));
        return all;
    }

    private List<Contender> onProcessors() {
        List<Contender> all = new ArrayList<>();
        for (int threads : engines.threads()) {
            all.add(FmaPeak.contender(threads, work()));
            if (threads == 1) {
                float[] y = new float[shape.outputSize()];
                Computation direct = Computation.into(y, () -> DirectLoops.convolve(shape, x, w, y));
                all.add(Contender.of("1 direct loops", Kind.RUNG, 1, direct));
                Computation im2col = new Im2colProduct(shape, x, w);
                all.add(Contender.of("2 im2col and product", Kind.RUNG, 1, im2col));
                all.add(Contender.of("3 channels-last tile", Kind.RUNG, 1, new ChannelsLastTile(shape, x, w)));
                all.add(Contender.of("4 Winograd", Kind.RUNG, 1, new Winograd(shape, x, w)));
            }
            Computation engine = new EngineConv2d(engines.on(threads), shape, x, w);
            all.add(Contender.of("5 the engine's", Kind.RUNG, threads, engine));
            for (TorchPeer peer : peers) {
                all.addAll(TorchConv2d.contenders(peer, "conv2d", shape, threads, false));
                all.addAll(TorchConv2d.contenders(peer, "conv2d", shape, threads, true));
            }
        }
        return all;
    }

    @Override
    public String operation() {
        return "conv2d";
    }

    @Override
    public String size() {
        return describe(shape);
    }

    /** A size in words: images x time x frequency x channels -> output channels. */
    static String describe(Conv2dShape shape) {
        return String.format(
                "%d x %d x %d x %d -> %d%s",
                shape.n(), shape.t(), shape.f(), shape.c(), shape.o(), shape.padT() == 0 ? " valid" : "");
    }

    @Override
    public double work() {
        return shape.flops();
    }

    /** Images don't depend on each other, so the first and the last one show what the others are. */
    @Override
    public double error(float[] result) {
        int n = first.length;
        float[] end = Arrays.copyOfRange(result, result.length - n, result.length);
        return Math.max(Closeness.error(first, Arrays.copyOf(result, n)), Closeness.error(last, end));
    }

    @Override
    public List<String> notes() {
        return engines.device()
                .map(device -> device.notes(x.length + w.length, shape.outputSize()))
                .orElse(List.of());
    }
}
