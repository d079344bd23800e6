package org.timbrel.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;

/**
 * The time of every operation that the conformance tests know, forward alone and with all gradients. {@link OpCaseBenchmarks}
 * gives it the list.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class OpCaseBenchmark {
    /** The name of a case. */
    @Param("")
    public String opCase;

    /** A backend. */
    @Param("vector")
    public String backend;

    private Backend opened;
    private OpCase chosen;
    private List<Tensor> inputs;

    /** Opens the backend and draws the inputs. */
    @Setup(Level.Trial)
    public void open() {
        opened = Backends.open(backend, BackendOptions.defaults());
        chosen = OpCases.all().stream()
                .filter(one -> one.name().equals(opCase))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no OpCase is called '" + opCase + "'"));
        inputs = chosen.tensors(opened, chosen.values());
    }

    /** The operation alone. */
    @Benchmark
    public Tensor forward() {
        return chosen.function().apply(inputs);
    }

    /** The operation and the gradients of its inputs. */
    @Benchmark
    public List<Tensor> forwardAndBackward() {
        chosen.weighted(chosen.function().apply(inputs)).backward();
        inputs.forEach(Tensor::clearGradient);
        return inputs;
    }

    /** Ends the backend's threads. */
    @TearDown(Level.Trial)
    public void close() {
        opened.close();
    }
}
