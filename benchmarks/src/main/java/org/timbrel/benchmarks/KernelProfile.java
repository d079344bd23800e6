package org.timbrel.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.NormalisedConvBlock;
import org.timbrel.engine.backend.NormalisedConvBlockKernel;
import org.timbrel.engine.backend.Pool2dShape;

/** Stands before a backend and adds up how long each of its kernels takes, by kernel and shape. */
final class KernelProfile {
    /**
     * One kernel at one shape.
     *
     * @param kernel its name and its shape
     * @param calls how often it ran
     * @param milliseconds of all calls
     * @param gflop of all calls; 0 where they are not counted
     */
    record Entry(String kernel, int calls, double milliseconds, double gflop) {
        private Entry plus(Entry other) {
            return new Entry(kernel, calls + other.calls, milliseconds + other.milliseconds, gflop + other.gflop);
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();

    /** The same backend, watched from now on. */
    Backend watch(Backend backend) {
        return watch(Backend.class, backend, backend, "", null);
    }

    /** @param shape of all its kernels; null where each says its own */
    private <T> T watch(Class<T> type, T watched, Backend backend, String prefix, Conv2dShape shape) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    long begun = System.nanoTime();
                    Object result = invoke(watched, method, arguments);
                    if (arguments != null) {
                        backend.finish();
                    }
                    double milliseconds = (System.nanoTime() - begun) / 1e6;
                    if (result instanceof Optional<?> kernel && arguments[0] instanceof ConvBlock block) {
                        return kernel.map(k ->
                                watch(ConvBlockKernel.class, (ConvBlockKernel) k, backend, "convBlock ", block.conv()));
                    }
                    if (result instanceof Optional<?> kernel && arguments[0] instanceof NormalisedConvBlock block) {
                        return kernel.map(k -> watch(
                                NormalisedConvBlockKernel.class,
                                (NormalisedConvBlockKernel) k,
                                backend,
                                "normalisedConvBlock ",
                                block.conv()));
                    }
                    if (arguments != null) {
                        Object[] words = shape == null ? arguments : new Object[] {shape};
                        String name = prefix + method.getName() + shape(words);
                        double gflop = 1e-9 * flops(words);
                        entries.merge(name, new Entry(name, 1, milliseconds, gflop), Entry::plus);
                    }
                    return result;
                });
        return type.cast(proxy);
    }

    private static Object invoke(Object watched, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(watched, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Forgets what was noted, as after a warm-up. */
    void clear() {
        entries.clear();
    }

    /** What was noted, the longest first. */
    List<Entry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparingDouble(Entry::milliseconds).reversed())
                .toList();
    }

    private static String shape(Object[] arguments) {
        String words = Stream.of(arguments)
                .map(KernelProfile::word)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" x "));
        return words.isEmpty() ? "" : " " + words;
    }

    private static String word(Object argument) {
        if (argument instanceof Conv2dShape s) {
            String kernel = s.kt() + " x " + s.kf() + ", " + s.c() + " > " + s.o();
            return s.n() + " x " + s.outT() + " x " + s.outF() + ", " + kernel;
        } else if (argument instanceof Pool2dShape s) {
            return s.n() + " x " + s.t() + " x " + s.f() + " x " + s.c();
        } else if (argument instanceof MatmulShape s) {
            return s.batch() + " x " + s.m() + " x " + s.n() + " x " + s.k();
        } else if (argument instanceof LstmShape s) {
            return s.n() + " x " + s.t() + ", " + s.d() + " > " + s.h();
        } else if (argument instanceof GruShape s) {
            return s.n() + " x " + s.t() + ", " + s.d() + " > " + s.h();
        } else if (argument instanceof Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT);
        }
        return argument instanceof Integer number ? number.toString() : "";
    }

    private static long flops(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Conv2dShape s) {
                return s.flops();
            } else if (argument instanceof MatmulShape s) {
                return s.flops();
            } else if (argument instanceof LstmShape s) {
                return s.flops();
            } else if (argument instanceof GruShape s) {
                return s.flops();
            }
        }
        return 0;
    }
}
