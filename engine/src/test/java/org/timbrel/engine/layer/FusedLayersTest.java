package org.timbrel.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
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

    @Test
    void aModelGivesWhatItsLayersGiveOneByOne() {
        for (Pass pass : List.of(Pass.training(5, 3), Pass.inference())) {
            for (Backend backend : TestBackends.open()) {
                try (backend) {
                    Sequential model = model(backend);
                    double[] wanted = oneByOne(model, input(backend), pass).toDoubles();
                    double[] got = model.forward(input(backend), pass).toDoubles();
                    String what = "model on " + backend.name();
                    Conformance.requireClose(what, wanted, got, Conformance.tolerance(backend.precision()));
                    assertArrayEquals(dropped(wanted), dropped(got), what);
                }
            }
        }
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
        Shape shape = Shape.of(2, INPUT.get(0), INPUT.get(1), 1);
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
