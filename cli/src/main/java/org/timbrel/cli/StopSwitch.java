package org.timbrel.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C (SIGINT, and SIGTERM) into a question that training asks after every batch, so that it can save its state
 * and end by itself. A second one ends the process at once, and so does the first if there is nothing to save yet.
 *
 * <p>Not a shutdown hook: while the JVM shuts down, pictures can't be drawn any more. {@code sun.misc.Signal} is reached
 * by reflection, since its mere name makes javac warn; where it can't be had, Ctrl-C ends the process as it always does,
 * and the last whole epoch stays.
 */
final class StopSwitch implements BooleanSupplier {
    private final Runnable nothingToSave;
    private volatile boolean stop;
    private volatile boolean training;

    /** @param nothingToSave what to say if the signal comes before training has begun */
    StopSwitch(Runnable nothingToSave) {
        this.nothingToSave = nothingToSave;
        handle("INT");
        handle("TERM");
    }

    /** From now on there is something to save. */
    void trainingBegins() {
        training = true;
    }

    @Override
    public boolean getAsBoolean() {
        return stop;
    }

    private void stop() {
        if (stop) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
        } else if (training) {
            stop = true;
        } else {
            nothingToSave.run();
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
        }
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this::called);
            Object wanted = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, wanted, proxy);
        } catch (ReflectiveOperationException | LinkageError e) {
            return; // no such class, or a JVM that keeps its signals for itself (-Xrs)
        }
    }

    private Object called(Object proxy, Method method, Object[] args) {
        return switch (method.getName()) {
            case "handle" -> {
                stop();
                yield null;
            }
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "stop";
        };
    }
}
