package org.timbrel.benchmarks;

import java.util.OptionalLong;
import java.util.stream.DoubleStream;
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

/** A recipe's training step on noise: forward, loss, backward, optimizer. */
final class TimedStep {
    private static final int CLASSES = 10;

    private final Backend backend;
    private final Sequential model;
    private final TrainingStep step;
    private final Batch batch;
    private final double learningRate;

    TimedStep(Recipe recipe, Backend backend) {
        this.backend = backend;
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        int bins = recipe.features().bins();
        model = ModelBuilder.build(recipe, backend, frames, bins, CLASSES);
        Optimizer optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
        step = new TrainingStep(model, optimizer, new BufferPool(backend), TrainingStep.Settings.of(recipe));
        batch = noise(recipe.training().batch(), frames, bins);
        learningRate = recipe.optimizer().learningRate();
    }

    /** Runs it once, until the last weight is there; milliseconds. */
    double run() {
        long begun = System.nanoTime();
        step.run(batch, learningRate);
        backend.finish();
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Runs it for some seconds, once at least; milliseconds of each. */
    double[] runFor(double seconds) {
        DoubleStream.Builder milliseconds = DoubleStream.builder();
        long begun = System.nanoTime();
        for (int i = 0; i < 1 || System.nanoTime() - begun < seconds * 1e9; i++) {
            milliseconds.add(run());
        }
        return milliseconds.build().toArray();
    }

    /** Segments of a step. */
    int batch() {
        return batch.n();
    }

    /** Bytes that a device holds for the model and its steps; empty where there is no device. */
    OptionalLong deviceBytes() {
        return backend.deviceBytes();
    }

    /** Values in the model's parameters, running statistics included. */
    long parameters() {
        return model.parameterCount();
    }

    /** Of a step: three times those of the way forward, since each product has two gradients. */
    double gflop() {
        return 3e-9 * batch.n() * model.flops(model.input());
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
