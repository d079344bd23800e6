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
import java.util.stream.IntStream;
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
     * @param gflop of the products of all calls, by their definition; 0 for a kernel without
     */
    record Entry(String kernel, int calls, double milliseconds, double gflop) {
        private Entry plus(Entry other) {
            return new Entry(kernel, calls + other.calls, milliseconds + other.milliseconds, gflop + other.gflop);
        }
    }

    /** Which argument of {@code lstmBackward} and {@code gruBackward} is dx, null where it is not wanted. */
    private static final int INPUT_GRADIENT = 9;

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
                        double gflop = 1e-9 * flops(method.getName(), words);
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
        Optional<int[]> dimensions = Stream.of(arguments)
                .filter(int[].class::isInstance)
                .map(int[].class::cast)
                .findFirst();
        Stream<Object> said = dimensions
                .<Stream<Object>>map(d -> IntStream.of(d).boxed().map(Object.class::cast))
                .orElseGet(() -> Stream.of(arguments));
        String words =
                said.map(KernelProfile::word).filter(word -> !word.isEmpty()).collect(Collectors.joining(" x "));
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

    /** Floating-point operations of a kernel's products, by their definition; 0 for a kernel that has none. */
    private static long flops(String method, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Conv2dShape s) {
                return method.equals("backwardNormalisation") ? 0 : s.flops();
            } else if (argument instanceof MatmulShape s) {
                return s.flops();
            } else if (argument instanceof LstmShape s) {
                return method.equals("lstm") ? s.flops() : s.backwardFlops(arguments[INPUT_GRADIENT] != null);
            } else if (argument instanceof GruShape s) {
                return method.equals("gru") ? s.flops() : s.backwardFlops(arguments[INPUT_GRADIENT] != null);
            }
        }
        return 0;
    }
}
