package org.timbrel.benchmarks.kernels.conv2d;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.timbrel.benchmarks.kernels.Closeness;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.Contender.Kind;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Inputs;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.TorchPeer;
import org.timbrel.benchmarks.kernels.peak.FmaPeak;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * One of the three passes that training makes through a 3 x 3 convolution, at one size: the engine's kernel, the peak, and
 * PyTorch if it is there.
 */
public final class Conv2dPass implements Problem {
    private final Direction direction;
    private final Conv2dShape shape;
    private final Engines engines;
    private final List<TorchPeer> peers;
    private final float[] a;
    private final float[] b;
    private final double[] wanted;

    /** Which way a pass goes, and so what is computed from what. */
    public enum Direction {
        /** y from x and w. */
        FORWARD("conv2d"),
        /** dx from dy and w. */
        INPUT("conv2d-input"),
        /** dw from x and dy. */
        WEIGHTS("conv2d-weights");

        private final String operation;

        Direction(String operation) {
            this.operation = operation;
        }

        /** Those that training asks for: nobody asks for the gradient of an image that has but one channel. */
        public static Stream<Direction> of(Conv2dShape shape) {
            return Arrays.stream(values()).filter(direction -> direction != INPUT || shape.c() > 1);
        }
    }

    /**
     * Makes the operands, and computes a part of the right result.
     *
     * @param engines the engine, on each number of threads that is asked for
     * @param peers PyTorch, as installed and tuned, if it is there
     */
    public Conv2dPass(Direction direction, Conv2dShape shape, Engines engines, List<TorchPeer> peers) {
        this.direction = direction;
        this.shape = shape;
        this.engines = engines;
        this.peers = peers;
        this.a = Inputs.uniform(direction == Direction.INPUT ? shape.outputSize() : shape.inputSize(), 1);
        this.b = Inputs.uniform(direction == Direction.WEIGHTS ? shape.outputSize() : shape.weightSize(), 2);
        this.wanted = wanted();
    }

    /**
     * What the reference makes of a part that tells of all. Images don't depend on each other, so for y and dx that is the first
     * and the last of them; output channels neither, so for dw it is the first and the last of those.
     */
    private double[] wanted() {
        boolean weights = direction == Direction.WEIGHTS;
        Conv2dShape part = weights ? resized(shape, shape.n(), 2) : resized(shape, 2, shape.o());
        float[] first = weights ? a : ends(a, a.length / shape.n());
        float[] second = weights ? endsOfRows(b) : b;
        Backend reference = engines.reference();
        Pass pass = new Pass(reference, part, first, second);
        pass.run();
        double[] values = new double[pass.c.length()];
        reference.read(pass.c, 0, values);
        return values;
    }

    /** The same convolution with other numbers of images and output channels. */
    static Conv2dShape resized(Conv2dShape shape, int n, int o) {
        return new Conv2dShape(
                n,
                shape.t(),
                shape.f(),
                shape.c(),
                shape.kt(),
                shape.kf(),
                o,
                shape.strideT(),
                shape.strideF(),
                shape.padT(),
                shape.padF(),
                shape.outT(),
                shape.outF());
    }

    private static float[] ends(float[] values, int length) {
        float[] both = Arrays.copyOf(values, 2 * length);
        System.arraycopy(values, values.length - length, both, length, length);
        return both;
    }

    /** The first and the last channel of rows of o. */
    private float[] endsOfRows(float[] rows) {
        int o = shape.o();
        float[] both = new float[2 * (rows.length / o)];
        for (int i = 0; i < rows.length / o; i++) {
            both[2 * i] = rows[i * o];
            both[2 * i + 1] = rows[i * o + o - 1];
        }
        return both;
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> all = new ArrayList<>();
        for (int threads : engines.threads()) {
            all.add(FmaPeak.contender(threads, work()));
            all.add(Contender.of("the engine's", Kind.RUNG, threads, new Pass(engines.on(threads), shape, a, b)));
            for (TorchPeer peer : peers) {
                all.addAll(TorchConv2d.contenders(peer, direction.operation, shape, threads, false));
                all.addAll(TorchConv2d.contenders(peer, direction.operation, shape, threads, true));
            }
        }
        return all;
    }

    @Override
    public String operation() {
        return direction.operation;
    }

    @Override
    public String size() {
        return Conv2dLadder.describe(shape);
    }

    @Override
    public double work() {
        return shape.flops();
    }

    @Override
    public double error(float[] result) {
        float[] part = direction == Direction.WEIGHTS ? endsOfRows(result) : ends(result, result.length / shape.n());
        return Closeness.error(wanted, part);
    }

    /** The pass on a backend, its operands there. */
    private final class Pass implements Computation {
        private final Backend backend;
        private final Conv2dShape s;
        private final Buffer a;
        private final Buffer b;
        private final Buffer c;

        Pass(Backend backend, Conv2dShape s, float[] a, float[] b) {
            this.backend = backend;
            this.s = s;
            this.a = backend.allocate(a.length);
            this.b = backend.allocate(b.length);
            this.c = backend.allocate(
                    switch (direction) {
                        case FORWARD -> s.outputSize();
                        case INPUT -> s.inputSize();
                        case WEIGHTS -> s.weightSize();
                    });
            backend.write(a, this.a, 0);
            backend.write(b, this.b, 0);
        }

        @Override
        public void run() {
            switch (direction) {
                case FORWARD -> backend.conv2d(s, a, b, null, Activation.NONE, c);
                case INPUT -> backend.conv2dBackwardInput(s, a, b, c);
                case WEIGHTS -> backend.conv2dBackwardWeights(s, a, b, c, null);
            }
        }

        @Override
        public float[] result() {
            float[] result = new float[c.length()];
            backend.read(c, 0, result);
            return result;
        }
    }
}
