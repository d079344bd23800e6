package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;

class OpCaseBenchmarksTest {
    @Test
    void everyCaseOfTheConformanceTestsIsTimed() throws Exception {
        List<String> names = OpCases.all().stream().map(OpCase::name).toList();
        assertEquals(
                names,
                List.copyOf(OpCaseBenchmarks.options().getParameter("opCase").get()));
        assertEquals(
                List.of("relu"),
                List.copyOf(OpCaseBenchmarks.options("-p", "opCase=relu")
                        .getParameter("opCase")
                        .get()));
    }

    @Test
    void forwardAndBackwardAreBenchmarks() {
        Set<String> found = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .map(entry -> entry.getUsername().substring(entry.getUsername().lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
        assertEquals(Set.of("forward", "forwardAndBackward"), found);
    }

    @Test
    void oneCaseRuns() {
        OpCaseBenchmark benchmark = new OpCaseBenchmark();
        benchmark.backend = "reference";
        benchmark.opCase = "weight penalty"; // of a loss and a weight, which both get a gradient
        benchmark.open();
        assertNotNull(benchmark.forward());
        assertEquals(2, benchmark.forwardAndBackward().size());
        benchmark.close();
    }
}
