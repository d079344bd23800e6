package org.timbrel.kernels.aparapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.NormalisedConvBlock;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;
import org.timbrel.engine.testing.TestBackends;

/** Both kernels against the definition, on every case that multiplies. */
final class AparapiBackendTest {
    private static List<Backend> backends = List.of();

    @BeforeAll
    static void open() {
        TestBackends.requireAvailable(new AparapiBackendProvider());
        BackendOptions options = new BackendOptions(1);
        backends = List.of(
                AparapiBackend.open(new NaiveProduct(), options), AparapiBackend.open(new TiledProduct(), options));
    }

    @AfterAll
    static void close() {
        backends.forEach(Backend::close);
    }

    @TestFactory
    Stream<DynamicTest> everyCaseAgreesWithReferenceByEitherKernel() {
        List<OpCase> cases = OpCases.all().stream()
                .filter(c -> Stream.of("matmul", "dense", "conv").anyMatch(c.name()::startsWith))
                .toList();
        assertTrue(cases.size() > 40, "there are " + cases.size() + " cases");
        return cases.stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.name(), () -> backends.forEach(backend -> Conformance.check(backend, c))));
    }

    @Test
    void sumsGoOnFromWhatIsThere() {
        MatmulShape shape = new MatmulShape(2, 17, 5, 33, true, true);
        requireReference(List.of(2 * 33 * 17, 2 * 5 * 33, 5, 2 * 17 * 5), (backend, in) -> {
            backend.matmul(shape, in.get(0), in.get(1), in.get(2), Activation.TANH, true, in.get(3));
            return in.get(3);
        });
    }

    @Test
    void paddingMayBeWiderThanTheKernelAndStridesLeaveRowsOut() {
        Conv2dShape s = new Conv2dShape(2, 6, 9, 3, 2, 3, 5, 3, 2, 2, 4, 3, 7);
        List<Integer> sizes = List.of(s.inputSize(), s.weightSize(), s.outputSize());
        requireReference(sizes, (backend, in) -> {
            backend.conv2d(s, in.get(0), in.get(1), null, Activation.RELU, in.get(2));
            return in.get(2);
        });
        requireReference(sizes, (backend, in) -> {
            backend.conv2dBackwardInput(s, in.get(2), in.get(1), in.get(0));
            return in.get(0);
        });
        requireReference(sizes, (backend, in) -> {
            backend.conv2dBackwardWeights(s, in.get(0), in.get(2), in.get(1), null);
            return in.get(1);
        });
    }

    @Test
    void noProductIsLeftToTheHostInsideAFusedKernel() {
        Conv2dShape shape = Conv2dShape.same(1, 8, 8, 32, 3, 3, 32, 1, 1);
        for (Backend backend : backends) {
            assertTrue(backend.convBlock(new ConvBlock(shape, true, 0)).isEmpty());
            assertTrue(backend.normalisedConvBlock(new NormalisedConvBlock(shape, true, false, 1e-3, 0))
                    .isEmpty());
        }
    }

    @Test
    void saysWhatComputesWhere() {
        assertEquals("aparapi", backends.get(0).name());
        String said = backends.get(0).describe();
        assertTrue(said.contains(AparapiProbe.result().device().getName()), said);
        assertTrue(said.contains("all else by vector"), said);
    }

    private static void requireReference(List<Integer> sizes, BiFunction<Backend, List<Buffer>, Buffer> kernel) {
        try (Backend reference = Backends.open("reference", new BackendOptions(1))) {
            double[] wanted = result(reference, sizes, kernel);
            for (Backend backend : backends) {
                Conformance.requireClose("the result", wanted, result(backend, sizes, kernel), 1e-5);
            }
        }
    }

    private static double[] result(
            Backend backend, List<Integer> sizes, BiFunction<Backend, List<Buffer>, Buffer> kernel) {
        List<Buffer> buffers = new ArrayList<>();
        for (int size : sizes) {
            double[] values = new double[size];
            Philox.normal(7, buffers.size(), 0, values);
            buffers.add(backend.allocate(size));
            backend.write(values, buffers.get(buffers.size() - 1), 0);
        }
        Buffer result = kernel.apply(backend, buffers);
        double[] values = new double[result.length()];
        backend.read(result, 0, values);
        return values;
    }
}
