package org.timbrel.benchmarks;

import java.util.Locale;
import java.util.stream.DoubleStream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.random.Philox;

/**
 * The time of a recurrent layer over sequences of 130 steps, forward and backward, by the kernels that the layer calls.
 * Where the input is as wide as the state, as in a second layer, its gradient is wanted too; a narrower input is data.
 *
 * @param milliseconds median
 * @param gflop of the products
 */
record LayerTiming(Kind kind, int batch, int in, int units, double milliseconds, double gflop) {
    private static final int STEPS = 130;
    private static final int LEAST = 5;

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

    /** Runs the layer for some seconds, then as long again, which counts. */
    static LayerTiming measure(Kind kind, int batch, int in, int units, Backend backend, double seconds) {
        Runnable layer = layer(kind, batch, in, units, backend);
        DoubleStream.Builder times = DoubleStream.builder();
        long counted = System.nanoTime() + (long) (seconds * 1e9);
        long end = counted + (long) (seconds * 1e9);
        for (int runs = 0; System.nanoTime() < end || runs < LEAST; ) {
            long begun = System.nanoTime();
            layer.run();
            if (begun >= counted) {
                times.add((System.nanoTime() - begun) / 1e6);
                runs++;
            }
        }
        double[] sorted = times.build().sorted().toArray();
        double ofInput = 2e-9 * batch * STEPS * kind.gates * units * in;
        double ofState = 2e-9 * batch * STEPS * kind.gates * units * units;
        double gflop = 3 * ofState + (in == units ? 3 : 2) * ofInput;
        return new LayerTiming(kind, batch, in, units, sorted[sorted.length / 2], gflop);
    }

    private static Runnable layer(Kind kind, int batch, int in, int units, Backend backend) {
        int rows = batch * STEPS;
        int all = kind.gates * units;
        Buffer x = noise(backend, rows * in, 1);
        Buffer w = noise(backend, in * all, 0.1);
        Buffer u = noise(backend, units * all, 0.1);
        Buffer b = noise(backend, kind.biases * all, 0.1);
        Buffer y = backend.allocate(rows * units);
        Buffer gates = backend.allocate(rows * all);
        Buffer kept = backend.allocate(rows * units);
        Buffer dy = noise(backend, rows * units, 0.1);
        Buffer dx = in == units ? backend.allocate(rows * in) : null;
        Buffer dw = backend.allocate(in * all);
        Buffer du = backend.allocate(units * all);
        Buffer db = backend.allocate(kind.biases * all);
        if (kind == Kind.LSTM) {
            LstmShape shape = new LstmShape(batch, STEPS, in, units);
            return () -> {
                backend.lstm(shape, x, w, u, b, null, y, gates, kept);
                backend.lstmBackward(shape, x, w, u, null, y, gates, kept, dy, dx, dw, du, db);
            };
        }
        GruShape shape = new GruShape(batch, STEPS, in, units);
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
