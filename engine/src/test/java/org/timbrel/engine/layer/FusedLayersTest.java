package org.timbrel.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.backend.vector.VectorBackend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** A model that computes runs of layers at once gives what its layers give one after another. */
class FusedLayersTest {
    private static final Shape INPUT = Shape.of(13, 10, 1);

    private static final List<Pass> PASSES = List.of(Pass.training(5, 3), Pass.inference());

    /**
     * The largest difference is {@link Conformance#tolerance}, as a share of the largest number. A bias just before a
     * normalisation has no gradient but rounding errors, so there is none here.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv pool",
                "conv relu pool",
                "conv relu pool dropout",
                "convRelu pool dropout",
                "valid relu pool dropout",
                "bare relu pool dropout",
                "bare norm pool",
                "conv relu norm pool dropout",
                "convRelu norm relu pool",
                "valid relu norm pool dropout",
                "bare norm relu pool dropout"
            })
    void aRunGivesWhatItsLayersGiveOneByOneAndSoDoItsGradients(String run) {
        for (Pass pass : PASSES) {
            for (Backend backend : TestBackends.open()) {
                try (backend) {
                    List<double[]> wanted = results(model(backend, run, INPUT).withoutFusion(), backend, pass);
                    List<double[]> got = results(model(backend, run, INPUT), backend, pass);
                    assertEquals(wanted.size(), got.size());
                    for (int i = 0; i < wanted.size(); i++) {
                        String what =
                                run + ", " + (i == 0 ? "the result" : "parameter " + (i - 1)) + " on " + backend.name();
                        Conformance.requireClose(
                                what, wanted.get(i), got.get(i), Conformance.tolerance(backend.precision()));
                    }
                    assertArrayEquals(dropped(wanted.get(0)), dropped(got.get(0)), run);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv relu pool dropout", "conv relu norm pool dropout", "bare norm relu pool dropout"})
    void aRunGivesTheSameBitsForAnyNumberOfThreads(String run) {
        Shape input = Shape.of(45, 38, 1);
        List<double[]> one = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (Backend backend = new VectorBackend(new BackendOptions(threads))) {
                List<double[]> results = results(model(backend, run, input), backend, Pass.training(5, 3));
                one = one == null ? results : one;
                for (int i = 0; i < one.size(); i++) {
                    assertArrayEquals(one.get(i), results.get(i), run + ", " + threads + " threads, result " + i);
                }
            }
        }
    }

    @Test
    void saysWhichRunsABackendComputesInOneGo() {
        try (Backend vector = new VectorBackend(new BackendOptions(1));
                Backend reference = new ReferenceBackend()) {
            List<List<String>> runs =
                    List.of(List.of("conv1", "relu1", "pool1", "drop1"), List.of("conv2", "pool2", "drop2"));
            assertEquals(runs, names(model(vector).fusedBy(vector)));
            assertEquals(runs, names(model(reference).fusedBy(vector)));
            assertEquals(List.of(), names(model(vector).fusedBy(reference)));
            assertEquals(List.of(), names(model(vector).withoutFusion().fusedBy(vector)));
            assertEquals(List.of(), names(model(vector).inMixedPrecision().fusedBy(vector)));
        }
    }

    private static List<List<String>> names(List<List<Layer>> runs) {
        return runs.stream().map(run -> run.stream().map(Layer::name).toList()).toList();
    }

    private static Sequential model(Backend backend, String run, Shape input) {
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 7);
        List<Layer> layers = new ArrayList<>();
        layers.add(conv2d("before", 1, 16, Activation.NONE, true, factory));
        for (String word : run.split(" ", -1)) {
            layers.add(
                    switch (word) {
                        case "conv" -> conv2d(word, 16, 32, Activation.NONE, true, factory);
                        case "convRelu" -> conv2d(word, 16, 32, Activation.RELU, true, factory);
                        case "bare" -> conv2d(word, 16, 32, Activation.NONE, false, factory);
                        case "valid" ->
                            new Conv2d(
                                    word,
                                    new Conv2d.Settings(16, 32, 3, 3, 1, 1, Padding.VALID, Activation.NONE, true),
                                    factory);
                        case "relu" -> new ActivationLayer(word + layers.size(), Activation.RELU);
                        case "norm" -> new BatchNorm(word, 32, BatchNorm.Convention.pytorch(), factory);
                        case "pool" -> new MaxPool2d(word, 2, 2);
                        default -> new Dropout(word, 0.4, 0);
                    });
        }
        Sequential model = new Sequential(run, input, layers);
        for (Parameter parameter : model.parameters()) {
            if (parameter.name().endsWith(".gamma") || parameter.name().endsWith(".beta")) {
                double[] values =
                        Formula.values(4, 32, 1.5); // some are negative: then the smallest becomes the largest
                values[7] = 0;
                parameter.value().set(values);
            }
        }
        return model;
    }

    /** The output, then the gradients of all parameters that are trained, and the others themselves. */
    private static List<double[]> results(Sequential model, Backend backend, Pass pass) {
        Tensor y = model.forward(input(backend, model.input()), pass);
        double[] weights = Formula.values(9, y.shape().size(), 1);
        y.multiply(Tensor.of(backend, y.shape(), weights)).sum().backward();
        List<double[]> results = new ArrayList<>(List.of(y.toDoubles()));
        for (Parameter parameter : model.parameters()) {
            Tensor value = parameter.value();
            results.add((parameter.trainable() ? value.gradient() : value).toDoubles());
        }
        return results;
    }

    @Test
    void dropoutDropsWhileTrainingOnly() {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                Sequential model = model(backend);
                Tensor training = model.forward(input(backend), Pass.training(5, 3));
                Tensor inference = model.forward(input(backend), Pass.inference());
                assertTrue(zeros(training) > zeros(inference));
            }
        }
    }

    @Test
    void mixedPrecisionRoundsBetweenTheLayers() {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                Sequential model = model(backend).inMixedPrecision();
                Pass pass = model.within(Pass.inference());
                assertArrayEquals(
                        oneByOne(model, input(backend), pass).toDoubles(),
                        model.forward(input(backend), pass).toDoubles());
            }
        }
    }

    @Test
    void layersAndParametersStayWhatTheyAre() {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                Sequential model = model(backend);
                assertEquals(
                        List.of("conv1", "relu1", "pool1", "drop1", "conv2", "pool2", "drop2"),
                        model.stages().stream().map(s -> s.layer().name()).toList());
                assertEquals(
                        List.of("conv1.weight", "conv1.bias", "conv2.weight"),
                        model.parameters().stream().map(Parameter::name).toList());
            }
        }
    }

    private static Sequential model(Backend backend) {
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 7);
        return new Sequential(
                "model",
                INPUT,
                List.of(
                        conv2d("conv1", 1, 32, Activation.NONE, true, factory),
                        new ActivationLayer("relu1", Activation.RELU),
                        new MaxPool2d("pool1", 2, 2),
                        new Dropout("drop1", 0.4, 0),
                        conv2d("conv2", 32, 16, Activation.RELU, false, factory),
                        new MaxPool2d("pool2", 2, 2),
                        new Dropout("drop2", 0.5, 1)));
    }

    private static Conv2d conv2d(
            String name, int in, int filters, Activation activation, boolean useBias, ParameterFactory factory) {
        return new Conv2d(
                name, new Conv2d.Settings(in, filters, 3, 3, 1, 1, Padding.SAME, activation, useBias), factory);
    }

    private static Tensor input(Backend backend) {
        return input(backend, INPUT);
    }

    private static Tensor input(Backend backend, Shape example) {
        Shape shape = Shape.of(2, example.get(0), example.get(1), 1);
        return Tensor.of(backend, shape, Formula.values(3, shape.size(), 1));
    }

    private static Tensor oneByOne(Sequential model, Tensor x, Pass pass) {
        Tensor y = x;
        for (Sequential.Stage stage : model.stages()) {
            y = stage.layer().forward(y, pass);
        }
        return y;
    }

    private static boolean[] dropped(double[] values) {
        boolean[] dropped = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            dropped[i] = values[i] == 0;
        }
        return dropped;
    }

    private static long zeros(Tensor tensor) {
        return Arrays.stream(tensor.toDoubles()).filter(v -> v == 0).count();
    }
}
