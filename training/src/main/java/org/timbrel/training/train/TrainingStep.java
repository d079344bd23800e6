package org.timbrel.training.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.loss.WeightPenalty;
import org.timbrel.engine.optimizer.GradientClipping;
import org.timbrel.engine.optimizer.GradientScaler;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.tensor.Penalised;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.tensor.Workspace;
import org.timbrel.training.data.Batch;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.TrainingSpec;

/** One update: forward, loss, backward, clipping, optimizer. */
public final class TrainingStep {
    /**
     * What came of a step.
     *
     * @param loss mean over the batch and the penalties, before the update
     * @param correct segments whose largest logit was at their own label
     * @param updated false if the update was left out, since a gradient was too large for half precision
     */
    public record Outcome(double loss, int correct, boolean updated) {}

    /**
     * How a step learns.
     *
     * @param seed keys dropout
     * @param labelSmoothing share of each target that is spread evenly over all classes, 0 for none
     * @param penalties what is added to the loss for large weights, by the name of the weights
     * @param clipNorm norm of all gradients together above which they are scaled down to it; null for never
     * @param scaled whether the loss is scaled, so that gradients in half precision don't vanish
     */
    public record Settings(
            long seed, double labelSmoothing, Map<String, WeightPenalty> penalties, Double clipNorm, boolean scaled) {
        public Settings {
            penalties = Map.copyOf(penalties);
        }

        /** As a recipe says. */
        public static Settings of(Recipe recipe) {
            return new Settings(
                    recipe.training().seed(),
                    recipe.loss().labelSmoothing(),
                    penalties(recipe),
                    recipe.training().clipNorm(),
                    recipe.training().precision() == TrainingSpec.Precision.MIXED);
        }

        private static Map<String, WeightPenalty> penalties(Recipe recipe) {
            Map<String, WeightPenalty> penalties = new HashMap<>();
            for (LayerSpec layer : recipe.model()) {
                WeightPenalty penalty = new WeightPenalty(layer.number("l1", 0), layer.number("l2", 0));
                if (penalty.l1() > 0 || penalty.l2() > 0) {
                    weights(layer).forEach(name -> penalties.put(name, penalty));
                }
            }
            return penalties;
        }

        /** The names of what Keras calls a layer's kernel. */
        private static List<String> weights(LayerSpec layer) {
            return Boolean.TRUE.equals(layer.options().get("bidirectional"))
                    ? List.of(layer.name() + ".forward.weight", layer.name() + ".backward.weight")
                    : List.of(layer.name() + ".weight");
        }
    }

    /** The smallest half: where the loss is scaled by less, no gradient of a finite loss should be too large. */
    private static final double SMALLEST_LOSS_SCALE = 0x1p-24;

    private final Sequential model;
    private final Optimizer optimizer;
    private final BufferPool pool;
    private final Settings settings;
    private final Optional<GradientClipping> clipping;
    private final Optional<GradientScaler> scaler;
    private final List<Penalised.Term> penalties;
    private float[] targets = {};
    private float[] otherTargets = {};
    private float[] answers = {};

    public TrainingStep(Sequential model, Optimizer optimizer, BufferPool pool, Settings settings) {
        this.model = model;
        this.optimizer = optimizer;
        this.pool = pool;
        this.settings = settings;
        this.clipping =
                Optional.ofNullable(settings.clipNorm()).map(bound -> new GradientClipping(model.parameters(), bound));
        this.scaler = settings.scaled()
                ? Optional.of(new GradientScaler(model.parameters(), GradientScaler.Settings.pytorch()))
                : Optional.empty();
        this.penalties = model.parameters().stream()
                .filter(parameter -> settings.penalties().containsKey(parameter.name()))
                .map(parameter -> settings.penalties().get(parameter.name()).on(parameter.value()))
                .toList();
    }

    /**
     * Learns from one batch.
     *
     * @throws DivergedException if the loss is not finite, or the gradients are not, however little it is scaled; the
     *     parameters are then as they were before the step
     */
    public Outcome run(Batch batch, double learningRate) {
        Pass pass = Pass.training(settings.seed(), optimizer.steps());
        try (Workspace workspace = pool.openStep()) {
            Tensor logits = model.forward(workspace.tensor(Predictor.inputShape(model, batch.n()), batch.x()), pass);
            int classes = logits.shape().get(1);
            makeTargets(batch, classes);
            Tensor loss = Penalised.apply(logits.crossEntropy(workspace.tensor(logits.shape(), targets)), penalties);
            double value = loss.item();
            if (!Double.isFinite(value)) {
                throw new DivergedException("the loss is " + value + "; " + firstNonFinite(batch, pass));
            }
            answers = sized(answers, targets.length);
            logits.backend().read(logits.buffer(), 0, answers);
            int correct = correct(answers, batch.labels(), classes);
            return new Outcome(value, correct, update(loss, learningRate));
        }
    }

    private boolean update(Tensor loss, double learningRate) {
        scaler.map(s -> s.scale(loss)).orElse(loss).backward();
        if (scaler.isPresent() && !scaler.get().unscale()) {
            if (lossScale() < SMALLEST_LOSS_SCALE) {
                throw new DivergedException("the gradients are not finite, however little the loss is scaled");
            }
            return false;
        }
        clipping.ifPresent(GradientClipping::clip);
        optimizer.step(learningRate);
        return true;
    }

    /** What the next loss is multiplied by; 1 where losses are not scaled. */
    public double lossScale() {
        return scaler.map(s -> s.state().scale()).orElse(1.0);
    }

    Map<String, String> toWords() {
        Map<String, String> words = new HashMap<>();
        scaler.map(GradientScaler::state).ifPresent(state -> {
            words.put("lossScale", Double.toString(state.scale()));
            words.put("goodSteps", Integer.toString(state.goodSteps()));
        });
        return words;
    }

    /** Goes on from {@link #toWords}; from the first scale, if the run did not scale its loss until now. */
    void resume(Map<String, String> words) {
        if (scaler.isPresent() && words.containsKey("lossScale")) {
            scaler.get()
                    .resumeAt(new GradientScaler.State(
                            Double.parseDouble(words.get("lossScale")), Integer.parseInt(words.get("goodSteps"))));
        }
    }

    /** Writes (n, classes): the labels' rows, mixed by their weights. */
    private void makeTargets(Batch batch, int classes) {
        targets = sized(targets, batch.n() * classes);
        CrossEntropy.smooth(batch.labels(), classes, settings.labelSmoothing(), targets);
        if (batch.ownShare() < 1) {
            otherTargets = sized(otherTargets, targets.length);
            CrossEntropy.smooth(batch.otherLabels(), classes, settings.labelSmoothing(), otherTargets);
            for (int i = 0; i < targets.length; i++) {
                targets[i] = (float) (batch.ownShare() * targets[i] + (1 - batch.ownShare()) * otherTargets[i]);
            }
        }
    }

    /** The same array where its length is right. */
    private static float[] sized(float[] array, int length) {
        return array.length == length ? array : new float[length];
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
                x = layer.forward(x, model.within(pass));
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
