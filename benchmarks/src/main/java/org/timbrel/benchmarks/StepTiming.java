package org.timbrel.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.timbrel.engine.backend.Backend;
import org.timbrel.training.recipe.Recipe;

/**
 * The time of one training step of a recipe.
 *
 * @param recipe name
 * @param batch segments of a step
 * @param milliseconds of each step that was timed, in order
 * @param gflop of a step, as {@link TimedStep#gflop}
 * @param allocatedKilobytes that a step asked the heap for, on all threads, median of those that were timed: in a single
 *     one a kernel may be compiled anew, and until then its vectors are objects
 * @param deviceBytes of buffers that a device holds for the steps; empty where they lie on the heap
 */
record StepTiming(
        String recipe,
        int batch,
        double[] milliseconds,
        double gflop,
        double allocatedKilobytes,
        OptionalLong deviceBytes) {
    /** Steps that don't count: at least so many, and for at least so many seconds. */
    record WarmUp(int steps, double seconds) {
        boolean lasts(int step, long begun) {
            return step < steps || System.nanoTime() - begun < seconds * 1e9;
        }
    }

    /**
     * Times steps on several backends, which take turns, so that whatever else the machine does slows all of them.
     *
     * @param warm runs after the steps that don't count
     */
    static List<StepTiming> measure(Recipe recipe, List<Backend> backends, WarmUp warmUp, int steps, Runnable warm) {
        List<TimedStep> timed =
                backends.stream().map(backend -> new TimedStep(recipe, backend)).toList();
        for (TimedStep step : timed) {
            long started = System.nanoTime();
            for (int i = 0; warmUp.lasts(i, started); i++) {
                step.run();
            }
        }
        warm.run();
        double[][] milliseconds = new double[timed.size()][steps];
        double[][] allocated = new double[timed.size()][steps];
        Allocations allocations = new Allocations();
        for (int i = 0; i < steps; i++) {
            for (int k = 0; k < timed.size(); k++) {
                long before = allocations.bytes();
                milliseconds[k][i] = timed.get(k).run();
                allocated[k][i] = allocations.bytes() - before;
            }
        }
        List<StepTiming> timings = new ArrayList<>();
        for (int k = 0; k < timed.size(); k++) {
            TimedStep step = timed.get(k);
            double kilobytes = median(allocated[k]) / 1e3;
            timings.add(new StepTiming(
                    recipe.name(), step.batch(), milliseconds[k], step.gflop(), kilobytes, step.deviceBytes()));
        }
        return timings;
    }

    double median() {
        return median(milliseconds);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** What all threads have asked the heap for until now. */
    private static final class Allocations {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final long[] ids = threads.getAllThreadIds();

        /** With as little as possible of its own: an array that holds a number for each thread. */
        long bytes() {
            long sum = 0;
            for (long bytes : threads.getThreadAllocatedBytes(ids)) {
                sum += bytes;
            }
            return sum;
        }
    }
}
