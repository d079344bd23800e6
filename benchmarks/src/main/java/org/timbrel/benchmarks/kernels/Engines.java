package org.timbrel.benchmarks.kernels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;

/**
 * The engine's fast backend on one thread and on as many as were asked for, other backends that were asked for, and the plain
 * one to check against.
 */
public final class Engines implements AutoCloseable {
    private final Map<Integer, Backend> byThreads = new LinkedHashMap<>();
    private final List<Backend> others;
    private final Backend reference = Backends.open("reference", new BackendOptions(1));

    /** @param threads the larger number; 1 is always there */
    public Engines(int threads) {
        this(threads, List.of());
    }

    /**
     * With other backends.
     *
     * @param others their names, such as {@code opencl}
     */
    public Engines(int threads, List<String> others) {
        this.others = others.stream()
                .map(name -> Backends.open(name, new BackendOptions(threads)))
                .toList();
        byThreads.put(1, Backends.open("vector", new BackendOptions(1)));
        byThreads.computeIfAbsent(threads, n -> Backends.open("vector", new BackendOptions(n)));
    }

    /** Numbers of threads, from the smallest. */
    public List<Integer> threads() {
        return List.copyOf(byThreads.keySet());
    }

    /** The fast backend on some threads. */
    public Backend on(int threads) {
        return byThreads.get(threads);
    }

    /** Other backends, in the order in which they were asked for. */
    public List<Backend> others() {
        return others;
    }

    /** The definition of every kernel. */
    public Backend reference() {
        return reference;
    }

    @Override
    public void close() {
        byThreads.values().forEach(Backend::close);
        others.forEach(Backend::close);
        reference.close();
    }
}
