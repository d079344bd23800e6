package org.timbrel.training.trace;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.audio.feature.Frames;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.layer.LstmCell;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.Recipe;

/** One segment on its way through a fresh model of six layers, and the numbers at one place of it. */
public final class TracedModel {
    private static final int CONVOLUTION = 0;
    private static final int RELU = 1;
    private static final int POOLING = 2;
    private static final int SEQUENCE = 3;
    private static final int LSTM = 4;
    private static final int DENSE = 5;
    /** The one filter, and the one unit, whose numbers are shown. */
    private static final int SHOWN = 0;

    private final List<String> classes;
    private final Sequential model;
    private final Frames image;
    private final List<Tensor> outputs;
    private final int frame;
    private final int band;
    private final int poolT;
    private final int poolF;

    /**
     * Builds the model and sends the segment through it.
     *
     * @param image the standardised spectrogram
     * @param frame the one to follow
     * @param band the one to follow
     */
    public TracedModel(Recipe recipe, Backend backend, Frames image, int frame, int band) {
        this.classes = recipe.data().classes();
        this.image = image;
        this.frame = frame;
        this.band = band;
        int[] size = recipe.model().get(POOLING).pair("size");
        this.poolT = size[0];
        this.poolF = size[1];
        this.model = ModelBuilder.build(recipe, backend, image.frames(), image.bins(), classes.size());
        this.outputs = outputs(Tensor.of(backend, Shape.of(1, image.frames(), image.bins(), 1), image.values()));
        if (frame / poolT >= output(POOLING).shape().get(1)
                || band / poolF >= output(POOLING).shape().get(2)) {
            throw new IllegalArgumentException("frame " + frame + " and band " + band
                    + " lie in a rest that pooling leaves out; choose a smaller --frame or --band.");
        }
    }

    private List<Tensor> outputs(Tensor x) {
        List<Tensor> made = new ArrayList<>();
        Tensor y = x;
        for (Sequential.Stage stage : model.stages()) {
            y = stage.layer().forward(y, Pass.inference());
            made.add(y);
        }
        return made;
    }

    private Tensor output(int layer) {
        return outputs.get(layer);
    }

    private List<Parameter> parameters(int layer) {
        return model.stages().get(layer).layer().parameters();
    }

    Sequential model() {
        return model;
    }

    List<String> classes() {
        return classes;
    }

    /** What the last layer gives, (1,K). */
    Tensor logits() {
        return output(DENSE);
    }

    /** What the LSTM gives after the last step, (1,H). */
    Tensor hidden() {
        return output(LSTM);
    }

    /** Weights of the last layer, (H,K). */
    Parameter denseWeight() {
        return parameters(DENSE).get(0);
    }

    /** The logits once more, after the weights have changed. */
    Tensor logitsAgain() {
        Tensor x = Tensor.of(
                logits().backend(), Shape.of(1, image.frames(), image.bins(), 1), image.values()); // (1,T,F,1)
        return model.forward(x, Pass.inference());
    }

    /** Prints the numbers of one stage. */
    public void print(TraceStage stage, Printout printout) {
        switch (stage) {
            case CONVOLUTION -> convolution(printout);
            case RELU -> relu(printout);
            case POOLING -> pooling(printout);
            case SEQUENCE -> sequence(printout);
            case LSTM -> lstm(printout);
            case LOGITS -> logits(printout);
            default -> softmax(printout);
        }
    }

    private void convolution(Printout printout) {
        Tensor w = parameters(CONVOLUTION).get(0).value(); // (KT,KF,1,filters)
        int kernelT = w.shape().get(0);
        int kernelF = w.shape().get(1);
        double sum = 0;
        printout.say(shapes(CONVOLUTION) + "; filter " + SHOWN + " at frame " + frame + ", band " + band + ":");
        Rows table = new Rows("rrrrr").row("frame", "band", "value", "weight", "product");
        for (int i = 0; i < kernelT; i++) {
            for (int j = 0; j < kernelF; j++) {
                int t = frame + i - (kernelT - 1) / 2;
                int f = band + j - (kernelF - 1) / 2;
                boolean inside = t >= 0 && t < image.frames() && f >= 0 && f < image.bins();
                double value = inside ? image.get(t, f) : 0;
                double weight = at(w, i, j, 0, SHOWN);
                sum += value * weight;
                table.row(t, f, number(value), number(weight), number(value * weight));
            }
        }
        double bias = at(parameters(CONVOLUTION).get(1).value(), SHOWN);
        table.row("", "", "", "sum", number(sum))
                .row("", "", "", "bias", number(bias))
                .row("", "", "", "output", number(at(output(CONVOLUTION), 0, frame, band, SHOWN)))
                .print(printout);
    }

    private void relu(Printout printout) {
        Rows table = new Rows("rrr").row("filter", "before", "after");
        for (int k = 0; k < output(RELU).shape().get(3); k++) {
            table.row(
                    k, number(at(output(CONVOLUTION), 0, frame, band, k)), number(at(output(RELU), 0, frame, band, k)));
        }
        table.print(printout);
    }

    private void pooling(Printout printout) {
        int t = frame / poolT;
        int f = band / poolF;
        printout.say(shapes(POOLING) + "; filter " + SHOWN + ":");
        Rows table = new Rows("rrr").row("frame", "band", "value");
        for (int i = t * poolT; i < (t + 1) * poolT; i++) {
            for (int j = f * poolF; j < (f + 1) * poolF; j++) {
                table.row(i, j, number(at(output(RELU), 0, i, j, SHOWN)));
            }
        }
        table.row("", "largest", number(at(output(POOLING), 0, t, f, SHOWN))).print(printout);
    }

    private void sequence(Printout printout) {
        int t = frame / poolT;
        int f = band / poolF;
        int filters = output(POOLING).shape().get(3);
        printout.say(shapes(SEQUENCE));
        Rows table = new Rows("rrrrrr").row("time", "band", "filter", "value", "is step", "column");
        for (int k = 0; k < filters; k++) {
            int column = f * filters + k;
            table.row(t, f, k, number(at(output(SEQUENCE), 0, t, column)), t, column);
        }
        table.print(printout);
    }

    private void lstm(Printout printout) {
        Tensor w = parameters(LSTM).get(0).value(); // (D,4H)
        Tensor u = parameters(LSTM).get(1).value(); // (H,4H)
        Tensor b = parameters(LSTM).get(2).value(); // (4H)
        int units = u.shape().get(0);
        int step = frame / poolT;
        LstmCell cell = new LstmCell(w, u, b);
        LstmCell.State before = cell.start(1);
        for (int t = 0; t < step; t++) {
            before = cell.next(step(t), before);
        }
        LstmCell.State after = cell.next(step(step), before);
        double[] fromInput = step(step).matmul(w).toDoubles();
        double[] fromHidden = before.hidden().matmul(u).toDoubles();
        double[] sums =
                step(step).matmul(w).add(before.hidden().matmul(u)).add(b).toDoubles();
        printout.say(shapes(LSTM) + "; unit " + SHOWN + " at step " + step + ":");
        Rows table = new Rows("lrrrrlr").row("gate", "x w", "h u", "bias", "sum", "", "value");
        String[] names = {"i, input", "f, forget", "g, candidate", "o, output"};
        for (int gate = 0; gate < names.length; gate++) {
            int at = gate * units + SHOWN;
            boolean candidate = gate == 2;
            double value = candidate ? Math.tanh(sums[at]) : 1 / (1 + Math.exp(-sums[at]));
            table.row(
                    names[gate],
                    number(fromInput[at]),
                    number(fromHidden[at]),
                    number(at(b, at)),
                    number(sums[at]),
                    candidate ? "tanh" : "sigmoid",
                    number(value));
        }
        table.print(printout);
        double c = at(after.cell(), 0, SHOWN);
        new Rows("lr")
                .row("c of the step before", number(at(before.cell(), 0, SHOWN)))
                .row("c = f c + i g", number(c))
                .row("tanh(c)", number(Math.tanh(c)))
                .row("h = o tanh(c)", number(at(after.hidden(), 0, SHOWN)))
                .print(printout);
    }

    /** One step of the sequence, (1,D). */
    private Tensor step(int t) {
        Tensor all = output(SEQUENCE); // (1,T,D)
        return all.slice(1, t, t + 1).reshape(1, all.shape().get(2));
    }

    /** The sum behind the first class's logit, then all logits. */
    private void logits(Printout printout) {
        Tensor w = denseWeight().value();
        printout.say(shapes(DENSE) + "; the sum for " + classes.get(SHOWN) + ":");
        Rows table = new Rows("lrrr").row("unit", "h", "weight", "product");
        for (int j = 0; j < w.shape().get(0); j++) {
            double h = at(hidden(), 0, j);
            table.row(j, number(h), number(at(w, j, SHOWN)), number(h * at(w, j, SHOWN)));
        }
        table.row("bias", "", "", number(at(parameters(DENSE).get(1).value(), SHOWN)));
        for (int k = 0; k < classes.size(); k++) {
            table.row("logit " + classes.get(k), "", "", number(at(logits(), 0, k)));
        }
        table.print(printout);
    }

    private void softmax(Printout printout) {
        double sum = 0;
        for (double logit : logits().toDoubles()) {
            sum += Math.exp(logit);
        }
        double[] p = logits().softmax().toDoubles();
        int best = 0;
        Rows table = new Rows("lrrr").row("class", "logit", "exp", "probability");
        for (int k = 0; k < p.length; k++) {
            double logit = at(logits(), 0, k);
            table.row(classes.get(k), number(logit), number(Math.exp(logit)), number(p[k]));
            best = p[k] > p[best] ? k : best;
        }
        table.row("sum", "", number(sum), "").print(printout);
        printout.say("The model says: " + classes.get(best));
    }

    private String shapes(int layer) {
        Sequential.Stage stage = model.stages().get(layer);
        return stage.layer().describe() + ": " + stage.input() + " becomes " + stage.output();
    }

    /** One value of a tensor. */
    static double at(Tensor tensor, int... place) {
        int index = 0;
        for (int axis = 0; axis < place.length; axis++) {
            index = index * tensor.shape().get(axis) + place[axis];
        }
        return tensor.toDoubles()[index];
    }

    private static String number(double value) {
        return Rows.number(value);
    }
}
