package org.timbrel.benchmarks.kernels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;

/**
 * The engine's fast backend on one thread and on as many as were asked for, the plain one to check against, and the ladder of
 * a device, if one was asked for.
 */
public final class Engines implements AutoCloseable {
    private final Map<Integer, Backend> byThreads = new LinkedHashMap<>();
    private final Optional<DeviceLadder> device;
    private final Backend reference = Backends.open("reference", new BackendOptions(1));

    /** @param threads the larger number; 1 is always there */
    public Engines(int threads) {
        this(threads, Optional.empty());
    }

    /** With a device, whose ladder is climbed in place of that for processors; it is closed together with these. */
    public Engines(int threads, Optional<DeviceLadder> device) {
        this.device = device;
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

    /** The ladder of a device. */
    public Optional<DeviceLadder> device() {
        return device;
    }

    /** The definition of every kernel. */
    public Backend reference() {
        return reference;
    }

    @Override
    public void close() {
        byThreads.values().forEach(Backend::close);
        device.ifPresent(DeviceLadder::close);
        reference.close();
    }
}
