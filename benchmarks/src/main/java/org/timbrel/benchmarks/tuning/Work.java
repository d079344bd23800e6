package org.timbrel.benchmarks.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.random.Philox;

/**
 * Something that a backend can be asked to compute: the same numbers on every backend.
 *
 * @param name as tables have it
 * @param inputs lengths of the buffers that are filled with noise
 * @param results lengths of the buffers whose numbers count
 * @param kept lengths of the buffers that hold what a backend keeps for itself
 * @param calls what is computed
 */
record Work(String name, List<Integer> inputs, List<Integer> results, List<Integer> kept, Calls calls) {
    /** Calls of a backend's kernels. */
    interface Calls {
        void run(Backend backend, Buffer[] inputs, Buffer[] results, Buffer[] kept);
    }

    /** Without anything that is kept. */
    static Work of(String name, List<Integer> inputs, List<Integer> results, Calls calls) {
        return new Work(name, inputs, results, List.of(), calls);
    }

    /** Gets ready on a backend. */
    Prepared on(Backend backend) {
        return new Prepared(this, backend);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Work with its buffers on a backend. */
    static final class Prepared {
        private final Work work;
        private final Backend backend;
        private final Buffer[] inputs;
        private final Buffer[] results;
        private final Buffer[] kept;

        private Prepared(Work work, Backend backend) {
            this.work = work;
            this.backend = backend;
            inputs = buffers(work.inputs);
            results = buffers(work.results);
            kept = buffers(work.kept);
            for (int i = 0; i < inputs.length; i++) {
                backend.write(noise(i, work.inputs.get(i)), inputs[i], 0);
            }
        }

        private Buffer[] buffers(List<Integer> lengths) {
            return lengths.stream().map(backend::allocate).toArray(Buffer[]::new);
        }

        /** Between -1/2 and 1/2. */
        private static double[] noise(int stream, int n) {
            double[] values = new double[n];
            Philox.uniform(1, stream, 0, values);
            for (int i = 0; i < n; i++) {
                values[i] -= 0.5;
            }
            return values;
        }

        /** Computes it, and waits until it is there. */
        void run() {
            work.calls.run(backend, inputs, results, kept);
            backend.finish();
        }

        /** What was computed last. */
        List<double[]> results() {
            List<double[]> values = new ArrayList<>();
            IntStream.range(0, results.length).forEach(i -> {
                double[] numbers = new double[work.results.get(i)];
                backend.read(results[i], 0, numbers);
                values.add(numbers);
            });
            return values;
        }
    }
}
