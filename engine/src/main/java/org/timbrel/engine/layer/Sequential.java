package org.timbrel.engine.layer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** Layers one after another, checked when they are put together. */
public final class Sequential implements Layer {
    /**
     * A layer and what it makes of the shape before it.
     *
     * @param layer the layer
     * @param input shape of one example before it
     * @param output shape of one example after it
     */
    public record Stage(Layer layer, Shape input, Shape output) {
        /** Number of values in its parameters, running statistics included, as Keras counts. */
        public long parameterCount() {
            return layer.parameters().stream()
                    .mapToLong(p -> p.value().shape().size())
                    .sum();
        }
    }

    private final String name;
    private final Shape input;
    private final List<Stage> stages;
    private final List<Parameter> parameters;
    private final List<Step> steps;
    private final boolean mixed;

    /**
     * @param input shape of one example
     * @throws org.timbrel.engine.tensor.ShapeException if a layer doesn't fit what comes before it
     * @throws IllegalArgumentException if two layers have one name
     */
    public Sequential(String name, Shape input, List<? extends Layer> layers) {
        this.name = name;
        this.input = input;
        List<Stage> checked = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Shape shape = input;
        for (Layer layer : layers) {
            if (!names.add(layer.name())) {
                throw new IllegalArgumentException("two layers are called '" + layer.name() + "'; rename one");
            }
            Shape output = layer.outputShape(shape);
            checked.add(new Stage(layer, shape, output));
            shape = output;
        }
        this.stages = List.copyOf(checked);
        this.parameters = stages.stream()
                .flatMap(stage -> stage.layer().parameters().stream())
                .toList();
        this.steps = FusedLayers.steps(List.copyOf(layers));
        this.mixed = false;
    }

    private Sequential(Sequential model, List<Step> steps, boolean mixed) {
        this.name = model.name;
        this.input = model.input;
        this.stages = model.stages;
        this.parameters = model.parameters;
        this.steps = steps;
        this.mixed = mixed;
    }

    /**
     * The same layers and parameters in mixed precision: layers that are mostly matrix products compute with numbers of half
     * precision, the others and the parameters stay in single.
     */
    public Sequential inMixedPrecision() {
        return new Sequential(this, steps, true);
    }

    /** The same layers and parameters, each layer computed for itself, whatever the backend could do in one go. */
    public Sequential withoutFusion() {
        return new Sequential(this, FusedLayers.singly(layers()), mixed);
    }

    /**
     * The runs of layers that a backend computes in one go while this model learns. In mixed precision, which rounds between
     * the layers, there are none where the backend doesn't store halves.
     */
    public List<List<Layer>> fusedBy(Backend backend) {
        List<List<Layer>> runs = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof FusedLayers run
                    && run.isFusedBy(backend, inputOf(run.layers().get(0)), mixed)) {
                runs.add(run.layers());
            }
        }
        return runs;
    }

    private Shape inputOf(Layer layer) {
        return stages.get(layers().indexOf(layer)).input();
    }

    private List<Layer> layers() {
        return stages.stream().map(Stage::layer).toList();
    }

    /** A pass as the layers of this model see it. */
    public Pass within(Pass pass) {
        return mixed ? pass.inMixedPrecision() : pass;
    }

    /** The layers with their shapes, in order. */
    public List<Stage> stages() {
        return stages;
    }

    /** Shape of one example before the first layer. */
    public Shape input() {
        return input;
    }

    /** Shape of one example after the last layer. */
    public Shape output() {
        return stages.isEmpty() ? input : stages.get(stages.size() - 1).output();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "sequential of " + stages.size() + " layers";
    }

    @Override
    public Shape outputShape(Shape example) {
        Shape shape = example;
        for (Stage stage : stages) {
            shape = stage.layer().outputShape(shape);
        }
        return shape;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor y = x;
        Pass own = within(pass);
        for (Step step : steps) {
            y = step.forward(y, own);
        }
        return y;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Number of values in all parameters, running statistics included. */
    public long parameterCount() {
        return stages.stream().mapToLong(Stage::parameterCount).sum();
    }

    @Override
    public long flops(Shape example) {
        return stages.stream()
                .mapToLong(stage -> stage.layer().flops(stage.input()))
                .sum();
    }
}
