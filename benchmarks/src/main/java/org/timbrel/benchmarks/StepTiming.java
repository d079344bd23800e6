package org.timbrel.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.train.Optimizers;
import org.timbrel.training.train.TrainingStep;

/**
 * The time of one training step of a recipe: forward, loss, backward, optimizer, on noise.
 *
 * @param recipe name
 * @param batch segments of a step
 * @param milliseconds of each step that was timed, in order
 * @param gflop of a step: three times those of the way forward, since each product has two gradients
 * @param allocatedKilobytes that a step asked the heap for, on all threads, mean of those that were timed
 */
record StepTiming(String recipe, int batch, double[] milliseconds, double gflop, double allocatedKilobytes) {
    private static final int CLASSES = 10;

    /** Steps that don't count: at least so many, and for at least so many seconds. */
    record WarmUp(int steps, double seconds) {
        boolean lasts(int step, long begun) {
            return step < steps || System.nanoTime() - begun < seconds * 1e9;
        }
    }

    /** Times steps; {@code warm} runs after the steps that don't count. */
    static StepTiming measure(Recipe recipe, Backend backend, WarmUp warmUp, int steps, Runnable warm) {
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        int bins = recipe.features().bins();
        int n = recipe.training().batch();
        Sequential model = ModelBuilder.build(recipe, backend, frames, bins, CLASSES);
        Optimizer optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
        TrainingStep step =
                new TrainingStep(model, optimizer, new BufferPool(backend), TrainingStep.Settings.of(recipe));
        Batch batch = noise(n, frames, bins);
        long started = System.nanoTime();
        for (int i = 0; warmUp.lasts(i, started); i++) {
            step.run(batch, recipe.optimizer().learningRate());
        }
        warm.run();
        double[] milliseconds = new double[steps];
        long allocated = allocatedBytes();
        for (int i = 0; i < steps; i++) {
            long begun = System.nanoTime();
            step.run(batch, recipe.optimizer().learningRate());
            milliseconds[i] = (System.nanoTime() - begun) / 1e6;
        }
        double kilobytes = (allocatedBytes() - allocated) / 1e3 / steps;
        return new StepTiming(recipe.name(), n, milliseconds, 3e-9 * n * model.flops(model.input()), kilobytes);
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

    private static Batch noise(int n, int frames, int bins) {
        double[] noise = new double[n * frames * bins];
        Philox.normal(1, 1, 0, noise);
        float[] x = new float[noise.length];
        int[] labels = new int[n];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) noise[i];
        }
        for (int i = 0; i < n; i++) {
            labels[i] = i % CLASSES;
        }
        return new Batch(x, n, frames, bins, 1, labels, labels);
    }
}
