package org.timbrel.engine.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.layer.Conv2d;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.Lstm;
import org.timbrel.engine.layer.MaxPool2d;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.layer.ToSequence;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.tensor.Workspace;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** Whole trainings, loss by loss, against Keras in float64; trajectories.py made the values and says how. */
class GoldenTrajectoryTest {
    private static final int BATCH = 4;
    private static final int BATCHES = 5;
    private static final int CLASSES = 10;

    private final Golden golden = new Golden("trajectories.json");

    @TestFactory
    Stream<DynamicTest> fiftyStepsAgreeToATenThousandth() {
        return TestBackends.fast().stream()
                .flatMap(provider -> Stream.of(
                        DynamicTest.dynamicTest("kuppusamy-lstm on " + provider.name(), () -> {
                            try (Backend backend = provider.open(BackendOptions.defaults())) {
                                follow("kuppusamy-lstm", kuppusamyLstm(backend, 130, 13, 64), 1e-4);
                            }
                        }),
                        DynamicTest.dynamicTest("harmonynet on " + provider.name(), () -> {
                            try (Backend backend = provider.open(BackendOptions.defaults())) {
                                follow("harmonynet", harmonynet(backend, 24, 128, new int[] {32, 64, 128}, 64), 1e-4);
                            }
                        })));
    }

    @Test
    void threeStepsOfShrunkenModelsOnReference() {
        Backend backend = new ReferenceBackend();
        follow("kuppusamy-lstm.small", kuppusamyLstm(backend, 20, 13, 8), 1e-10);
        follow("harmonynet.small", harmonynet(backend, 16, 24, new int[] {4, 6, 8}, 8), 1e-10);
    }

    private static Sequential kuppusamyLstm(Backend backend, int frames, int bins, int units) {
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 1);
        return new Sequential(
                "kuppusamy-lstm",
                Shape.of(frames, bins),
                List.of(
                        new Lstm("lstm1", bins, units, true, factory),
                        new Lstm("lstm2", units, units, false, factory),
                        new Dense("dense", units, units, Activation.RELU, true, factory),
                        new Dense("logits", units, CLASSES, Activation.NONE, true, factory)));
    }

    private static Sequential harmonynet(Backend backend, int frames, int bins, int[] filters, int units) {
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 1);
        List<Layer> layers = new ArrayList<>();
        int in = 1;
        int left = bins;
        for (int n : filters) {
            Conv2d.Settings settings = new Conv2d.Settings(in, n, 3, 3, 1, 1, Padding.SAME, Activation.RELU, true);
            layers.add(new Conv2d("conv" + n, settings, factory));
            layers.add(new MaxPool2d("pool" + n, 2, 2));
            in = n;
            left /= 2;
        }
        layers.add(new ToSequence("sequence"));
        layers.add(new Lstm("lstm", left * in, units, false, factory));
        layers.add(new Dense("logits", units, CLASSES, Activation.NONE, true, factory));
        return new Sequential("harmonynet", Shape.of(frames, bins, 1), layers);
    }

    private void follow(String name, Sequential model, double tolerance) {
        double[] wanted = golden.get(name + ".losses");
        double rate = golden.get(name + ".rate")[0];
        List<Parameter> parameters = model.parameters();
        setWeights(parameters, golden.get(name + ".scales"));
        Adam optimizer = new Adam(parameters, Adam.Settings.keras());
        BufferPool pool = new BufferPool(parameters.get(0).value().backend());
        for (int step = 0; step < wanted.length; step++) {
            try (Workspace workspace = pool.openStep()) {
                Tensor loss = loss(model, workspace, step);
                loss.backward();
                optimizer.step(rate);
                assertEquals(wanted[step], loss.item(), tolerance * wanted[step], name + ", loss of step " + step);
            }
        }
    }

    private static void setWeights(List<Parameter> parameters, double[] scales) {
        assertEquals(scales.length, parameters.size(), "parameters");
        for (int i = 0; i < scales.length; i++) {
            Tensor value = parameters.get(i).value();
            value.set(Formula.values(1 + i, value.shape().size(), scales[i]));
        }
    }

    private static Tensor loss(Sequential model, Workspace workspace, int step) {
        int batch = step % BATCHES;
        int size = model.input().size() * BATCH;
        int[] example = model.input().toArray();
        int[] lengths = new int[example.length + 1];
        lengths[0] = BATCH;
        System.arraycopy(example, 0, lengths, 1, example.length);
        Tensor x = workspace.tensor(Shape.of(lengths), Formula.floats(1000 + batch, size));
        float[] oneHot = CrossEntropy.oneHot(Formula.labels(2000 + batch, BATCH, CLASSES), CLASSES);
        Tensor targets = workspace.tensor(Shape.of(BATCH, CLASSES), oneHot);
        return model.forward(x, Pass.training(1, step)).crossEntropy(targets);
    }
}
