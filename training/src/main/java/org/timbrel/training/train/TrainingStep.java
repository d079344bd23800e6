package org.timbrel.training.train;

import java.util.Optional;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.optimizer.GradientClipping;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.tensor.Workspace;
import org.timbrel.training.data.Batch;
import org.timbrel.training.recipe.Recipe;

/** One update: forward, loss, backward, clipping, optimizer. */
public final class TrainingStep {
    /**
     * What came of a step.
     *
     * @param loss mean over the batch, before the update
     * @param correct segments whose largest logit was at their label
     */
    public record Outcome(double loss, int correct) {}

    /**
     * How a step learns.
     *
     * @param seed keys dropout
     * @param labelSmoothing share of each target that is spread evenly over all classes, 0 for none
     * @param clipNorm norm of all gradients together above which they are scaled down to it; null for never
     */
    public record Settings(long seed, double labelSmoothing, Double clipNorm) {
        /** As a recipe says. */
        public static Settings of(Recipe recipe) {
            return new Settings(
                    recipe.training().seed(),
                    recipe.loss().labelSmoothing(),
                    recipe.training().clipNorm());
        }
    }

    private final Sequential model;
    private final Optimizer optimizer;
    private final BufferPool pool;
    private final Settings settings;
    private final Optional<GradientClipping> clipping;

    public TrainingStep(Sequential model, Optimizer optimizer, BufferPool pool, Settings settings) {
        this.model = model;
        this.optimizer = optimizer;
        this.pool = pool;
        this.settings = settings;
        this.clipping =
                Optional.ofNullable(settings.clipNorm()).map(bound -> new GradientClipping(model.parameters(), bound));
    }

    /**
     * Learns from one batch.
     *
     * @throws DivergedException if the loss is not finite; the parameters are then as they were before the step
     */
    public Outcome run(Batch batch, double learningRate) {
        Pass pass = Pass.training(settings.seed(), optimizer.steps());
        try (Workspace workspace = pool.openStep()) {
            Tensor logits = model.forward(workspace.tensor(Predictor.inputShape(model, batch.n()), batch.x()), pass);
            int classes = logits.shape().get(1);
            Tensor targets = workspace.tensor(
                    logits.shape(), CrossEntropy.smoothed(batch.labels(), classes, settings.labelSmoothing()));
            Tensor loss = logits.crossEntropy(targets);
            double value = loss.item();
            if (!Double.isFinite(value)) {
                throw new DivergedException("the loss is " + value + "; " + firstNonFinite(batch, pass));
            }
            int correct = correct(logits.toFloats(), batch.labels(), classes);
            loss.backward();
            clipping.ifPresent(GradientClipping::clip);
            optimizer.step(learningRate);
            return new Outcome(value, correct);
        }
    }

    private static int correct(float[] logits, int[] labels, int classes) {
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[i * classes + c] > logits[i * classes + best]) {
                    best = c;
                }
            }
            correct += best == labels[i] ? 1 : 0;
        }
        return correct;
    }

    /** Goes forward once more, layer by layer, to say where it began. */
    private String firstNonFinite(Batch batch, Pass pass) {
        for (Parameter parameter : model.parameters()) {
            if (!isFinite(parameter.value())) {
                return "the weights '" + parameter.name() + "' are no longer finite since the update before";
            }
        }
        try (Workspace workspace = pool.openInference()) {
            Tensor x = workspace.tensor(Predictor.inputShape(model, batch.n()), batch.x());
            if (!isFinite(x)) {
                return "the batch itself holds a value that is not finite";
            }
            for (Sequential.Stage stage : model.stages()) {
                Layer layer = stage.layer();
                x = layer.forward(x, pass);
                if (!isFinite(x)) {
                    return "it began in layer '" + layer.name() + "', whose weights are finite";
                }
            }
        }
        return "it began in the loss, from logits that are finite";
    }

    private static boolean isFinite(Tensor tensor) {
        for (float value : tensor.toFloats()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
