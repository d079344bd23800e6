package org.timbrel.engine.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.testing.OpCase.Input;

/**
 * The program of a JVM that {@link VectorWidthsTest} starts: holds the vector backend of its width against {@code reference}, and
 * for the same bits on any number of threads. Its output is the width; an error and its exit code say what was wrong.
 */
final class WidthCheck {
    private static final int[] THREADS = {2, 3, 4, 8};

    private WidthCheck() {}

    public static void main(String[] arguments) {
        try (Backend one = Backends.open("vector", new BackendOptions(1))) {
            System.out.println(one.describe());
            for (OpCase opCase : cases()) {
                Conformance.check(one, opCase);
                double[][] wanted = Conformance.evaluate(one, opCase).toArray(double[][]::new);
                for (int threads : THREADS) {
                    requireSameBits(wanted, threads, opCase);
                }
            }
        }
    }

    /** Of every kernel one that fills tiles and one that does not; convolutions direct and by Winograd's algorithm. */
    private static List<OpCase> cases() {
        Stream<OpCase> winograd = Stream.of(
                OpCases.convRelu("conv2d 16 to 37 channels, Winograd", Input.of(2, 17, 23, 16), 37),
                OpCases.convRelu("conv2d 32 to 64 channels, Winograd", Input.of(2, 16, 20, 32), 64));
        return Stream.concat(LargeOpCases.all().stream(), winograd).toList();
    }

    private static void requireSameBits(double[][] wanted, int threads, OpCase opCase) {
        try (Backend backend = Backends.open("vector", new BackendOptions(threads))) {
            if (!Arrays.deepEquals(wanted, Conformance.evaluate(backend, opCase).toArray())) {
                throw new AssertionError(opCase + " gives other bits with " + threads + " threads than with one");
            }
        }
    }
}
