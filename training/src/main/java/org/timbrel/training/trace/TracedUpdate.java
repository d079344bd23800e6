package org.timbrel.training.trace;

import java.util.List;
import java.util.Locale;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.training.recipe.OptimizerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.train.Optimizers;

/** The way back from one segment: the error at the logits, the gradient of one weight, and that weight's first step. */
public final class TracedUpdate {
    /** The one unit of the LSTM whose weight to the true class is followed. */
    private static final int UNIT = 0;

    private final TracedModel traced;
    private final OptimizerSpec.Adam spec;
    private final int label;
    private final Tensor targets; // (1,K)
    private final double loss;

    /** Sends the error of one segment back through the model. */
    public TracedUpdate(Recipe recipe, TracedModel traced, int label) {
        this.traced = traced;
        this.spec = (OptimizerSpec.Adam) recipe.optimizer();
        this.label = label;
        int classes = traced.classes().size();
        this.targets = Tensor.of(
                traced.logits().backend(), Shape.of(1, classes), CrossEntropy.oneHot(new int[] {label}, classes));
        Tensor error = traced.logits().crossEntropy(targets);
        this.loss = error.item();
        error.backward();
    }

    /** Prints the numbers of one stage. */
    public void print(TraceStage stage, Printout printout) {
        if (stage == TraceStage.GRADIENT) {
            gradient(printout);
        } else {
            adam(printout);
        }
    }

    private void gradient(Printout printout) {
        Tensor p = traced.logits().softmax();
        Rows table = new Rows("lrrr").row("class", "p", "y", "p - y");
        for (int k = 0; k < traced.classes().size(); k++) {
            double y = TracedModel.at(targets, 0, k);
            double probability = TracedModel.at(p, 0, k);
            table.row(traced.classes().get(k), number(probability), Math.round(y), number(probability - y));
        }
        table.print(printout);
        double h = TracedModel.at(traced.hidden(), 0, UNIT);
        double error = TracedModel.at(p, 0, label) - 1;
        new Rows("lr")
                .row("loss = -log p of " + name(), number(loss))
                .row("h of unit " + UNIT, number(h))
                .row("p - y of " + name(), number(error))
                .row("their product", number(h * error))
                .row("gradient from the engine", number(weightOf(weight().gradient())))
                .print(printout);
    }

    private void adam(Printout printout) {
        double gradient = weightOf(weight().gradient());
        double before = weightOf(weight());
        Optimizer optimizer = Optimizers.optimizer(spec, traced.model().parameters());
        optimizer.step(spec.learningRate());
        double after = weightOf(weight());
        double mean = moment(optimizer, 0);
        double square = moment(optimizer, 1);
        double size = spec.learningRate() * Math.sqrt(1 - spec.beta2()) / (1 - spec.beta1());
        double direction = mean / (Math.sqrt(square) + spec.epsilon());
        new Rows("lr")
                .row("gradient g", number(gradient))
                .row("mean m = (1 - beta1) g", number(mean))
                .row("square v = (1 - beta2) g g", number(square))
                .row("learning rate", number(spec.learningRate()))
                .row("size = rate sqrt(1 - beta2) / (1 - beta1)", number(size))
                .row("direction = m / (sqrt(v) + epsilon)", number(direction))
                .row("size times direction", number(size * direction))
                .row("weight before", digits(before))
                .row("change", number(after - before))
                .row("weight after", digits(after))
                .row("loss before", number(loss))
                .row(
                        "loss after",
                        number(traced.logitsAgain().crossEntropy(targets).item()))
                .print(printout);
    }

    /** What Adam keeps of the weight: its state holds all means, then all squares. */
    private double moment(Optimizer optimizer, int which) {
        List<Parameter> trainable = traced.model().parameters().stream()
                .filter(Parameter::trainable)
                .toList();
        int index = which * trainable.size() + trainable.indexOf(traced.denseWeight());
        return weightOf(optimizer.state().get(index).value());
    }

    private Tensor weight() {
        return traced.denseWeight().value();
    }

    private double weightOf(Tensor likeWeight) {
        return TracedModel.at(likeWeight, UNIT, label);
    }

    private String name() {
        return traced.classes().get(label);
    }

    private static String number(double value) {
        return Rows.number(value);
    }

    /** More digits, since the first step is small beside the weight. */
    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
