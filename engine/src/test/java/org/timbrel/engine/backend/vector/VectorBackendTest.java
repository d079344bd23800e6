package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.Pool2dShape;
import org.timbrel.engine.backend.reference.ReferenceBackend;

/**
 * Every kernel that has no test of its own, against the reference backend, on sizes with and without a tail; and the same
 * bits for 1, 2 and 3 threads, before and after the kernels are compiled.
 */
class VectorBackendTest {
    private static final int REPETITIONS = 150;

    /** Calls kernels on the given backend and hands over what they wrote. */
    private interface Kernel {
        List<Buffer> run(Inputs in);
    }

    private record Case(String name, double tolerance, Kernel kernel) {}

    /** Makes buffers of made numbers, the same on every backend. */
    private static final class Inputs {
        final Backend backend;
        private long seed;

        Inputs(Backend backend) {
            this.backend = backend;
        }

        Buffer random(int n) {
            return of(Samples.random(n, ++seed));
        }

        Buffer positive(int n) {
            float[] x = Samples.random(n, ++seed);
            for (int i = 0; i < n; i++) {
                x[i] = Math.abs(x[i]) + 0.1f;
            }
            return of(x);
        }

        Buffer of(float[] values) {
            Buffer buffer = backend.allocate(values.length);
            backend.write(values, buffer, 0);
            return buffer;
        }

        Buffer out(int n) {
            return of(new float[n]);
        }
    }

    @TestFactory
    List<DynamicTest> agreesWithTheReference() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Case c : cases()) {
            tests.add(DynamicTest.dynamicTest(c.name(), () -> check(c)));
        }
        return tests;
    }

    private static void check(Case c) {
        List<double[]> expected = new ArrayList<>();
        try (Backend reference = new ReferenceBackend()) {
            for (Buffer buffer : c.kernel().run(new Inputs(reference))) {
                double[] values = new double[buffer.length()];
                reference.read(buffer, 0, values);
                expected.add(values);
            }
        }
        List<float[]> first = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (Backend vector = new VectorBackend(new BackendOptions(threads))) {
                for (int i = 0; i < (threads == 1 ? REPETITIONS : 10); i++) {
                    List<float[]> actual = floats(vector, c.kernel().run(new Inputs(vector)));
                    first = first == null ? actual : first;
                    for (int k = 0; k < actual.size(); k++) {
                        assertArrayEquals(first.get(k), actual.get(k), threads + " threads, repetition " + i);
                    }
                }
            }
        }
        for (int k = 0; k < expected.size(); k++) {
            Samples.assertClose(expected.get(k), first.get(k), c.tolerance(), c.name() + ", output " + k);
        }
    }

    private static List<float[]> floats(Backend backend, List<Buffer> buffers) {
        List<float[]> all = new ArrayList<>();
        for (Buffer buffer : buffers) {
            float[] values = new float[buffer.length()];
            backend.read(buffer, 0, values);
            all.add(values);
        }
        return all;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int n : new int[] {1, 15, 37, 64, 40_003}) {
            addElementwise(cases, n);
        }
        addBinary(cases);
        addReductions(cases);
        addSoftmax(cases);
        addPooling(cases);
        addBatchNorm(cases);
        addLayerNorm(cases);
        return cases;
    }

    private static void addElementwise(List<Case> cases, int n) {
        for (MapOp op : MapOp.values()) {
            cases.add(new Case(op + " of " + n, 2e-6, in -> {
                boolean positive = op == MapOp.LOG || op == MapOp.SQRT || op == MapOp.RECIPROCAL;
                Buffer x = positive ? in.positive(n) : in.random(n);
                Buffer y = in.out(n);
                Buffer dx = in.out(n);
                in.backend.map(op, x, y, n);
                in.backend.mapBackward(op, x, y, in.random(n), dx, n);
                return List.of(y, dx);
            }));
        }
        cases.add(new Case("affine and addScaled of " + n, 1e-6, in -> {
            Buffer y = in.out(n);
            in.backend.affine(in.random(n), 0.3, -1.7, y, n);
            in.backend.addScaled(in.random(n), -0.9, y, n);
            return List.of(y);
        }));
        cases.add(new Case("dropout of " + n, 1e-6, in -> {
            Buffer x = in.random(n);
            Buffer y = in.out(n);
            in.backend.dropout(x, n, 0.3, 0x123456789ABCDEFL, 7, 1L << 33, y);
            Buffer z = in.out(n);
            in.backend.dropout(x, n, 0, 1, 2, 3, z);
            return List.of(y, z);
        }));
        cases.add(new Case("Adam and SGD of " + n, 1e-6, in -> {
            Buffer w = in.random(n);
            Buffer m = in.random(n);
            Buffer v = in.positive(n);
            in.backend.adam(w, in.random(n), m, v, new AdamStep(0.9, 0.999, 0.01, 1e-6, 1.1, 1e-7), n);
            Buffer velocity = in.random(n);
            Buffer w2 = in.random(n);
            in.backend.sgd(w2, in.random(n), velocity, 0.1, 0.9, n);
            return List.of(w, m, v, w2, velocity);
        }));
    }

    private static void addBinary(List<Case> cases) {
        int[][][] shapes = {
            {{40_003}, {40_003}},
            {{37, 21}, {21}},
            {{900, 64}, {64}},
            {{37, 21}, {37, 1}},
            {{21}, {37, 21}},
            {{5, 1, 33}, {4, 1}},
            {{1}, {70}},
            {{70}, {1}},
            {{1}, {1}}
        };
        for (BinaryOp op : BinaryOp.values()) {
            for (int[][] pair : shapes) {
                Broadcast broadcast = Broadcast.of(pair[0], pair[1]);
                cases.add(new Case(op + " of " + List.of(pair[0].length, pair[1].length), 1e-6, in -> {
                    Buffer a = in.random(product(pair[0]));
                    Buffer b = in.positive(product(pair[1]));
                    Buffer y = in.out(broadcast.size());
                    in.backend.binary(op, broadcast, a, b, y);
                    return List.of(y);
                }));
            }
        }
    }

    private static int product(int[] lengths) {
        int product = 1;
        for (int length : lengths) {
            product *= length;
        }
        return product;
    }

    private static void addReductions(List<Case> cases) {
        int[][] shapes = {{1, 100_001, 1}, {1, 1000, 10}, {1, 777, 67}, {33, 45, 1}, {5, 9, 32}, {7, 3, 5}, {1, 1, 1}};
        for (int[] s : shapes) {
            cases.add(new Case("sum of " + s[0] + " x " + s[1] + " x " + s[2], 1e-4, in -> {
                Buffer y = in.out(s[0] * s[2]);
                in.backend.sum(in.random(s[0] * s[1] * s[2]), s[0], s[1], s[2], y);
                return List.of(y);
            }));
        }
        cases.add(new Case("copyStrided", 0, in -> {
            Buffer x = in.random(6 * 50 * 40);
            Buffer transposed = in.out(6 * 50 * 40);
            in.backend.copyStrided(
                    new int[] {6, 40, 50},
                    x,
                    0,
                    new int[] {2000, 1, 40},
                    transposed,
                    0,
                    new int[] {2000, 50, 1},
                    false);
            Buffer reversed = in.random(300);
            in.backend.copyStrided(new int[] {300}, x, 299, new int[] {-1}, reversed, 0, new int[] {1}, false);
            Buffer repeated = in.random(3 * 35);
            in.backend.copyStrided(new int[] {3, 35}, x, 5, new int[] {0, 1}, repeated, 0, new int[] {35, 1}, false);
            return List.of(transposed, reversed, repeated);
        }));
        cases.add(new Case("copyStrided that adds", 1e-6, in -> {
            Buffer overlapping = in.random(60);
            in.backend.copyStrided(
                    new int[] {4, 30}, in.random(200), 3, new int[] {30, 1}, overlapping, 0, new int[] {10, 1}, true);
            Buffer x = in.random(200 * 700);
            Buffer manyOverlapping = in.random(200 * 350);
            in.backend.copyStrided(
                    new int[] {200, 700}, x, 0, new int[] {700, 1}, manyOverlapping, 0, new int[] {347, 1}, true);
            Buffer apart = in.random(2 * 200 * 350 * 3);
            int[] sides = {700, 350, 1};
            in.backend.copyStrided(new int[] {200, 2, 350}, x, 0, sides, apart, 5, new int[] {2100, 400, 1}, true);
            return List.of(overlapping, manyOverlapping, apart);
        }));
    }

    private static void addSoftmax(List<Case> cases) {
        for (int columns : new int[] {1, 10, 16, 131}) {
            int rows = 41;
            int n = rows * columns;
            cases.add(new Case("softmax of " + columns, 2e-5, in -> {
                Buffer x = in.random(n);
                in.backend.affine(x, 40, 90, x, n);
                Buffer y = in.out(n);
                in.backend.softmax(x, rows, columns, y);
                Buffer dx = in.out(n);
                in.backend.softmaxBackward(y, in.random(n), rows, columns, dx);
                return List.of(y, dx);
            }));
            cases.add(new Case("cross-entropy of " + columns, 3e-6, in -> {
                Buffer losses = in.out(rows);
                Buffer dlogits = in.out(n);
                in.backend.softmaxCrossEntropy(in.random(n), in.positive(n), rows, columns, losses, dlogits);
                return List.of(losses, dlogits);
            }));
        }
    }

    private static void addPooling(List<Case> cases) {
        List<Pool2dShape> shapes = List.of(
                new Pool2dShape(3, 8, 6, 32, 2, 2, 2, 2),
                new Pool2dShape(2, 9, 7, 21, 2, 2, 2, 2),
                new Pool2dShape(2, 9, 11, 5, 3, 2, 1, 2),
                new Pool2dShape(2, 7, 7, 16, 3, 3, 2, 2));
        for (Pool2dShape s : shapes) {
            cases.add(new Case(s.toString(), 0, in -> {
                float[] values = Samples.random(s.inputSize(), 1);
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.round(values[i] * 4);
                }
                Buffer y = in.out(s.outputSize());
                Buffer argmax = in.out(s.outputSize());
                in.backend.maxPool2d(s, in.of(values), y, argmax);
                Buffer dx = in.random(s.inputSize());
                float[] dy = new float[s.outputSize()];
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = i % 9 - 4;
                }
                in.backend.maxPool2dBackward(s, in.of(dy), argmax, dx);
                return List.of(y, argmax, dx);
            }));
        }
    }

    private static void addBatchNorm(List<Case> cases) {
        for (int[] size : new int[][] {{5, 3}, {1000, 37}, {2_000, 32}}) {
            int rows = size[0];
            int channels = size[1];
            int n = rows * channels;
            cases.add(new Case("batch normalisation of " + rows + " x " + channels, 2e-5, in -> {
                Buffer x = in.random(n);
                in.backend.affine(x, 2, 3, x, n);
                Buffer gamma = in.random(channels);
                Buffer beta = in.random(channels);
                Buffer y = in.out(n);
                Buffer mean = in.out(channels);
                Buffer variance = in.out(channels);
                Buffer invStd = in.out(channels);
                in.backend.batchNorm(x, rows, channels, gamma, beta, 1e-3, y, mean, variance, invStd);
                Buffer y2 = in.out(n);
                Buffer given = in.positive(channels);
                in.backend.batchNormInference(x, rows, channels, gamma, beta, mean, given, 1e-3, y2);
                Buffer dx = in.out(n);
                Buffer dgamma = in.out(channels);
                Buffer dbeta = in.out(channels);
                in.backend.batchNormBackward(x, rows, channels, gamma, mean, invStd, in.random(n), dx, dgamma, dbeta);
                return List.of(y, mean, variance, invStd, y2, dx, dgamma, dbeta);
            }));
        }
    }

    private static void addLayerNorm(List<Case> cases) {
        for (int[] size : new int[][] {{3, 5}, {1000, 37}, {700, 128}, {1, 40_003}}) {
            int rows = size[0];
            int columns = size[1];
            int n = rows * columns;
            cases.add(new Case("layer normalisation of " + rows + " x " + columns, 2e-5, in -> {
                Buffer x = in.random(n);
                in.backend.affine(x, 2, 3, x, n);
                Buffer gamma = in.random(columns);
                Buffer y = in.out(n);
                Buffer mean = in.out(rows);
                Buffer invStd = in.out(rows);
                in.backend.layerNorm(x, rows, columns, gamma, in.random(columns), 1e-3, y, mean, invStd);
                Buffer dx = in.out(n);
                Buffer dgamma = in.out(columns);
                Buffer dbeta = in.out(columns);
                in.backend.layerNormBackward(x, rows, columns, gamma, mean, invStd, in.random(n), dx, dgamma, dbeta);
                return List.of(y, mean, invStd, dx, dgamma, dbeta);
            }));
        }
    }

    @Test
    void saysHowLongAnArrayMayBe() {
        try (Backend backend = Backends.open("vector", new BackendOptions(1))) {
            IllegalArgumentException thrown =
                    assertThrows(IllegalArgumentException.class, () -> backend.allocate((1 << 30) + 1));
            assertEquals(
                    "an array of 1073741825 numbers is longer than the vector kernels reach, 1073741823; "
                            + "a smaller batch needs less",
                    thrown.getMessage());
        }
    }

    @Test
    void isTheOneThatIsPreferred() {
        try (Backend backend = Backends.open("auto", new BackendOptions(2))) {
            assertEquals("vector", backend.name());
            assertTrue(backend.describe().matches("vector: \\d+-bit SIMD, single precision, 2 threads"));
        }
    }
}
