package org.timbrel.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.training.recipe.Recipe;

/**
 * The time of one training step of a recipe.
 *
 * @param recipe name
 * @param batch segments of a step
 * @param milliseconds of each step that was timed, in order
 * @param gflop of a step, as {@link TimedStep#gflop}
 * @param allocatedKilobytes that a step asked the heap for, on all threads, mean of those that were timed
 */
record StepTiming(String recipe, int batch, double[] milliseconds, double gflop, double allocatedKilobytes) {
    /** Steps that don't count: at least so many, and for at least so many seconds. */
    record WarmUp(int steps, double seconds) {
        boolean lasts(int step, long begun) {
            return step < steps || System.nanoTime() - begun < seconds * 1e9;
        }
    }

    /** Times steps; {@code warm} runs after the steps that don't count. */
    static StepTiming measure(Recipe recipe, Backend backend, WarmUp warmUp, int steps, Runnable warm) {
        TimedStep step = new TimedStep(recipe, backend);
        long started = System.nanoTime();
        for (int i = 0; warmUp.lasts(i, started); i++) {
            step.run();
        }
        warm.run();
        double[] milliseconds = new double[steps];
        long allocated = allocatedBytes();
        for (int i = 0; i < steps; i++) {
            milliseconds[i] = step.run();
        }
        double kilobytes = (allocatedBytes() - allocated) / 1e3 / steps;
        return new StepTiming(recipe.name(), step.batch(), milliseconds, step.gflop(), kilobytes);
    }

    double median() {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .sum();
    }
}
