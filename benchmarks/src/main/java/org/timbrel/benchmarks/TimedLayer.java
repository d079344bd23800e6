package org.timbrel.benchmarks;

import java.util.Locale;
import java.util.stream.DoubleStream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.random.Philox;

/**
 * A recurrent layer over sequences of 130 steps of noise, forward and backward, by the kernels that the layer calls. Where the
 * input is as wide as the state, as in a second layer, its gradient is wanted too; a narrower input is data.
 */
final class TimedLayer {
    private static final int STEPS = 130;

    /** The layers. */
    enum Kind {
        LSTM(4, 1),
        GRU(3, 2);

        final int gates;
        final int biases;

        Kind(int gates, int biases) {
            this.gates = gates;
            this.biases = biases;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which layer: sequences of a batch, features of the input, units of the state. */
    record Shape(Kind kind, int batch, int in, int units) {
        /** Of the products of a run. */
        double gflop() {
            long flops = kind == Kind.LSTM
                    ? lstm().flops() + lstm().backwardFlops(isInputLearnt())
                    : gru().flops() + gru().backwardFlops(isInputLearnt());
            return 1e-9 * flops;
        }

        private boolean isInputLearnt() {
            return in == units;
        }

        private LstmShape lstm() {
            return new LstmShape(batch, STEPS, in, units);
        }

        private GruShape gru() {
            return new GruShape(batch, STEPS, in, units);
        }
    }

    private final Shape shape;
    private final Runnable run;

    TimedLayer(Shape shape, Backend backend) {
        this.shape = shape;
        this.run = run(shape, backend);
    }

    Shape shape() {
        return shape;
    }

    /** Runs it for some seconds, once at least; milliseconds of each. */
    double[] runFor(double seconds) {
        DoubleStream.Builder milliseconds = DoubleStream.builder();
        long begun = System.nanoTime();
        long now;
        do {
            long before = System.nanoTime();
            run.run();
            now = System.nanoTime();
            milliseconds.add((now - before) / 1e6);
        } while (now - begun < seconds * 1e9);
        return milliseconds.build().toArray();
    }

    private static Runnable run(Shape layer, Backend backend) {
        Kind kind = layer.kind;
        int in = layer.in;
        int units = layer.units;
        int rows = layer.batch * STEPS;
        int all = kind.gates * units;
        Buffer x = noise(backend, rows * in, 1);
        Buffer w = noise(backend, in * all, 0.1);
        Buffer u = noise(backend, units * all, 0.1);
        Buffer b = noise(backend, kind.biases * all, 0.1);
        Buffer y = backend.allocate(rows * units);
        Buffer gates = backend.allocate(rows * all);
        Buffer kept = backend.allocate(rows * units);
        Buffer dy = noise(backend, rows * units, 0.1);
        Buffer dx = layer.isInputLearnt() ? backend.allocate(rows * in) : null;
        Buffer dw = backend.allocate(in * all);
        Buffer du = backend.allocate(units * all);
        Buffer db = backend.allocate(kind.biases * all);
        if (kind == Kind.LSTM) {
            LstmShape shape = layer.lstm();
            return () -> {
                backend.lstm(shape, x, w, u, b, null, y, gates, kept);
                backend.lstmBackward(shape, x, w, u, null, y, gates, kept, dy, dx, dw, du, db);
            };
        }
        GruShape shape = layer.gru();
        return () -> {
            backend.gru(shape, x, w, u, b, null, y, gates, kept);
            backend.gruBackward(shape, x, w, u, null, y, gates, kept, dy, dx, dw, du, db);
        };
    }

    private static Buffer noise(Backend backend, int length, double scale) {
        double[] values = new double[length];
        Philox.normal(1, 1, 0, values);
        Buffer buffer = backend.allocate(length);
        backend.write(values, buffer, 0);
        backend.affine(buffer, scale, 0, buffer, length);
        return buffer;
    }
}
