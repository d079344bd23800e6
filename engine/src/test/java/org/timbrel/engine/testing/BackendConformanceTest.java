package org.timbrel.engine.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;

class BackendConformanceTest {
    @TestFactory
    Stream<DynamicContainer> everyBackendAgreesWithReference() {
        return TestBackends.fast().stream().map(BackendConformanceTest::conformance);
    }

    private static DynamicContainer conformance(BackendProvider provider) {
        return DynamicContainer.dynamicContainer(
                provider.name(),
                OpCases.all().stream()
                        .map(opCase -> DynamicTest.dynamicTest(opCase.name(), () -> {
                            for (int threads : new int[] {1, 3}) {
                                for (boolean brief : new boolean[] {false, true}) {
                                    try (Backend backend = provider.open(new BackendOptions(threads, brief))) {
                                        Conformance.check(backend, opCase);
                                    }
                                }
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> threadsAndRepetitionsGiveTheSameBits() {
        return TestBackends.fast().stream().flatMap(provider -> LargeOpCases.all().stream()
                .map(opCase -> DynamicTest.dynamicTest(
                        opCase + " on " + provider.name(), () -> requireSameBits(provider, opCase))));
    }

    private static void requireSameBits(BackendProvider provider, OpCase opCase) {
        try (Backend one = provider.open(new BackendOptions(1));
                Backend three = provider.open(new BackendOptions(3))) {
            double[][] wanted = Conformance.evaluate(one, opCase).toArray(double[][]::new);
            assertTrue(
                    Arrays.deepEquals(
                            wanted, Conformance.evaluate(three, opCase).toArray()),
                    "three threads");
            assertTrue(
                    Arrays.deepEquals(wanted, Conformance.evaluate(one, opCase).toArray()), "a second time");
        }
    }

    @Test
    void everyBackendOfThisModuleIsChecked() {
        Set<String> checked =
                TestBackends.fast().stream().map(BackendProvider::name).collect(Collectors.toSet());
        assertEquals(Set.of(System.getProperty(TestBackends.ONE, "vector")), checked);
    }

    @Test
    void everyCaseHasANameOfItsOwn() {
        List<String> names = OpCases.all().stream().map(OpCase::name).toList();
        assertEquals(names.size(), Set.copyOf(names).size());
    }

    @Test
    void aNumberBeyondTheToleranceIsSeen() {
        double[] wanted = {4, -1};
        Conformance.requireClose("x", wanted, new double[] {4, -1 + 3e-5}, 1e-5);
        assertThrows(
                AssertionError.class, () -> Conformance.requireClose("x", wanted, new double[] {4, -1 + 5e-5}, 1e-5));
        assertThrows(
                AssertionError.class, () -> Conformance.requireClose("x", wanted, new double[] {4, Double.NaN}, 1e-5));
    }
}
