package org.timbrel.training.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.layer.ActivationLayer;
import org.timbrel.engine.layer.BatchNorm;
import org.timbrel.engine.layer.Bidirectional;
import org.timbrel.engine.layer.Conv1d;
import org.timbrel.engine.layer.Conv2d;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.Dropout;
import org.timbrel.engine.layer.Flatten;
import org.timbrel.engine.layer.GlobalAveragePool;
import org.timbrel.engine.layer.Gru;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.LayerNorm;
import org.timbrel.engine.layer.Lstm;
import org.timbrel.engine.layer.MaxPool2d;
import org.timbrel.engine.layer.MultiHeadAttention;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.layer.RecurrentDropout;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.layer.ToSequence;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.RecipeException;
import org.timbrel.training.recipe.TrainingSpec;

/** Turns the layers of a recipe into a model with fresh parameters. First values follow Keras or PyTorch. */
public final class ModelBuilder {
    private final ParameterFactory factory;
    private final int classes;
    private int dropouts;
    private int recurrentDropouts;

    private ModelBuilder(ParameterFactory factory, int classes) {
        this.factory = factory;
        this.classes = classes;
    }

    /**
     * Builds the model of a recipe: sequences (frames, bins) or images (frames, bins, 1) in, {@code classes} logits out.
     *
     * @throws RecipeException if a layer doesn't fit what comes before it, or the last one doesn't give a logit a class
     */
    public static Sequential build(Recipe recipe, Backend backend, int frames, int bins, int classes) {
        InitScheme scheme =
                switch (recipe.training().init()) {
                    case KERAS -> InitScheme.keras();
                    case PYTORCH -> InitScheme.pytorch();
                };
        return build(recipe, backend, scheme, frames, bins, classes);
    }

    /** The same model with zeros for parameters, to load a checkpoint into. */
    public static Sequential buildEmpty(Recipe recipe, Backend backend, int frames, int bins, int classes) {
        return build(recipe, backend, InitScheme.zeros(), frames, bins, classes);
    }

    private static Sequential build(
            Recipe recipe, Backend backend, InitScheme scheme, int frames, int bins, int classes) {
        ParameterFactory factory =
                new ParameterFactory(backend, scheme, recipe.training().seed());
        ModelBuilder builder = new ModelBuilder(factory, classes);
        Shape input = recipe.takesSequences() ? Shape.of(frames, bins) : Shape.of(frames, bins, 1);
        List<Layer> layers = new ArrayList<>();
        Shape shape = input;
        for (LayerSpec spec : recipe.model()) {
            try {
                Layer layer = builder.layer(spec, shape);
                shape = layer.outputShape(shape);
                layers.add(layer);
            } catch (ShapeException e) {
                String where = spec.line() > 0 ? " (line " + spec.line() + ")" : "";
                throw new RecipeException("Recipe " + recipe.name() + where + ": " + e.getMessage() + ".");
            }
        }
        if (!shape.equals(Shape.of(classes))) {
            throw new RecipeException("Recipe " + recipe.name() + ": the last layer must give one number a class, ("
                    + classes + "), but gives " + shape + "; end the model with dense: {units: classes}.");
        }
        TrainingSpec training = recipe.training();
        Sequential model = new Sequential(recipe.name(), input, layers);
        Sequential chosen = training.fusion() ? model : model.withoutFusion();
        return training.precision() == TrainingSpec.Precision.MIXED ? chosen.inMixedPrecision() : chosen;
    }

    private Layer layer(LayerSpec spec, Shape input) {
        String name = spec.name();
        return switch (spec.type()) {
            case CONV2D -> conv2d(spec, input);
            case CONV1D -> conv1d(spec, input);
            case BATCH_NORM ->
                new BatchNorm(
                        name,
                        input.get(-1),
                        new BatchNorm.Convention(
                                spec.number("momentum"), spec.number("epsilon"), spec.flag("unbiased")),
                        factory);
            case LAYER_NORM -> new LayerNorm(name, input.get(-1), spec.number("epsilon"), factory);
            case RELU -> new ActivationLayer(name, Activation.RELU);
            case MAX_POOL2D -> {
                int[] size = spec.pair("size");
                yield new MaxPool2d(name, size[0], size[1]);
            }
            case DROPOUT -> new Dropout(name, spec.number("rate"), dropouts++);
            case TO_SEQUENCE -> new ToSequence(name);
            case LSTM -> recurrent(spec, direction -> lstm(direction, spec, input));
            case GRU -> recurrent(spec, direction -> gru(direction, spec, input));
            case MULTI_HEAD_ATTENTION ->
                new MultiHeadAttention(
                        name, stepFeatures(input), spec.integer("heads"), spec.flag("residual"), factory);
            case DENSE ->
                new Dense(
                        name,
                        input.get(-1),
                        spec.integer("units", classes),
                        activation(spec),
                        spec.flag("bias"),
                        factory);
            case FLATTEN -> new Flatten(name);
            case GLOBAL_AVERAGE_POOL -> new GlobalAveragePool(name);
        };
    }

    private Layer conv2d(LayerSpec spec, Shape input) {
        int[] kernel = spec.pair("kernel");
        int[] stride = spec.pair("stride");
        Conv2d.Settings settings = new Conv2d.Settings(
                input.get(-1),
                spec.integer("filters"),
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                padding(spec),
                activation(spec),
                spec.flag("bias"));
        return new Conv2d(spec.name(), settings, factory);
    }

    private Layer conv1d(LayerSpec spec, Shape input) {
        Conv1d.Settings settings = new Conv1d.Settings(
                stepFeatures(input),
                spec.integer("filters"),
                spec.integer("kernel"),
                spec.integer("stride"),
                padding(spec),
                activation(spec),
                spec.flag("bias"));
        return new Conv1d(spec.name(), settings, factory);
    }

    private static Layer recurrent(LayerSpec spec, Function<String, Layer> direction) {
        return spec.flag("bidirectional") ? new Bidirectional(spec.name(), direction) : direction.apply(spec.name());
    }

    private Layer lstm(String name, LayerSpec spec, Shape input) {
        return new Lstm(
                name,
                stepFeatures(input),
                spec.integer("units"),
                spec.flag("returnSequences"),
                spec.flag("twoBiases"),
                recurrentDropout(spec),
                factory);
    }

    private Layer gru(String name, LayerSpec spec, Shape input) {
        return new Gru(
                name,
                stepFeatures(input),
                spec.integer("units"),
                spec.flag("returnSequences"),
                recurrentDropout(spec),
                factory);
    }

    private RecurrentDropout recurrentDropout(LayerSpec spec) {
        return new RecurrentDropout(spec.number("dropout"), spec.number("recurrentDropout"), recurrentDropouts++);
    }

    /** Features of a step; for images those they would have as sequences, so that the layer itself can refuse them. */
    private static int stepFeatures(Shape input) {
        return input.rank() == 3 ? input.get(1) * input.get(2) : input.get(-1);
    }

    private static Padding padding(LayerSpec spec) {
        return Padding.valueOf(spec.text("padding").toUpperCase(Locale.ROOT));
    }

    private static Activation activation(LayerSpec spec) {
        return Activation.valueOf(spec.text("activation").toUpperCase(Locale.ROOT));
    }
}
