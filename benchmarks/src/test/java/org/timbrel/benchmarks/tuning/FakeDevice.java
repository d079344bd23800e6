package org.timbrel.benchmarks.tuning;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.ToDoubleFunction;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.kernels.opencl.DeviceClass;
import org.timbrel.kernels.opencl.KernelSettings;

/**
 * A device whose work takes as long as a test says: plain loops compute, and a clock of its own goes on by the seconds that
 * the settings cost, each time somebody waits for a result.
 */
final class FakeDevice {
    /** Settings to begin with. */
    static final KernelSettings SETTINGS = KernelSettings.of(DeviceClass.CPU);

    private final ToDoubleFunction<KernelSettings> seconds;
    private long now;
    private int open;

    FakeDevice(ToDoubleFunction<KernelSettings> seconds) {
        this.seconds = seconds;
    }

    long nanoseconds() {
        return now;
    }

    int open() {
        return open;
    }

    /** TILE_N = 3 does not build, TILE_N = 4 computes something else. */
    Backend open(KernelSettings settings) {
        Backend plain = Backends.open("reference", BackendOptions.defaults());
        open++;
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "finish" -> now += (long) (1e9 * seconds.applyAsDouble(settings));
                        case "close" -> open--;
                        case "map" -> {
                            if (settings.value("conv2d.TILE_N") == 3) {
                                throw new BackendFailedException("it does not build");
                            }
                        }
                        default -> {}
                    }
                    try {
                        Object result = method.invoke(plain, arguments);
                        if (method.getName().equals("map") && settings.value("conv2d.TILE_N") == 4) {
                            plain.fill((Buffer) arguments[2], 0.25, 1);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
