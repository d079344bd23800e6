package org.timbrel.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.checkpoint.Checkpoint;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.loss.MeanSquaredError;
import org.timbrel.engine.optimizer.Sgd;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** What every layer owes to those who use it. */
class LayerContractTest {
    private static final Backend REFERENCE = new ReferenceBackend();

    private static final int BATCH = 5;

    private record Contract(
            String name, Shape input, Shape output, int parameterCount, Function<ParameterFactory, Layer> make) {
        Layer on(Backend backend) {
            return make.apply(new ParameterFactory(backend, InitScheme.keras(), 7));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Contract> contracts() {
        Shape images = Shape.of(6, 7, 3);
        Shape sequences = Shape.of(5, 4);
        return List.of(
                contract("dense", Shape.of(4), Shape.of(3), 15, f -> dense(Activation.TANH, true, f)),
                contract(
                        "dense, sequences, no bias",
                        sequences,
                        Shape.of(5, 3),
                        12,
                        f -> dense(Activation.RELU, false, f)),
                contract("conv2d, same", images, Shape.of(6, 7, 4), 112, f -> conv(1, Padding.SAME, true, f)),
                contract(
                        "conv2d, valid, no bias",
                        images,
                        Shape.of(4, 5, 4),
                        108,
                        f -> conv(1, Padding.VALID, false, f)),
                contract("conv2d, same, stride", images, Shape.of(3, 4, 4), 112, f -> conv(2, Padding.SAME, true, f)),
                contract("conv1d, same", sequences, Shape.of(5, 6), 78, f -> conv1d(1, Padding.SAME, true, f)),
                contract(
                        "conv1d, valid, no bias",
                        sequences,
                        Shape.of(3, 6),
                        72,
                        f -> conv1d(1, Padding.VALID, false, f)),
                contract("conv1d, same, stride", sequences, Shape.of(3, 6), 78, f -> conv1d(2, Padding.SAME, true, f)),
                contract("maxPool2d", images, Shape.of(3, 3, 3), 0, f -> new MaxPool2d("layer", 2, 2)),
                contract("batchNorm, keras", images, images, 12, f -> norm(BatchNorm.Convention.keras(), f)),
                contract("batchNorm, pytorch", images, images, 12, f -> norm(BatchNorm.Convention.pytorch(), f)),
                contract("layerNorm", sequences, sequences, 8, f -> new LayerNorm("layer", 4, 1e-5, f)),
                contract("lstm, all steps", sequences, Shape.of(5, 6), 264, f -> new Lstm("layer", 4, 6, true, f)),
                contract("lstm, last step", sequences, Shape.of(6), 264, f -> new Lstm("layer", 4, 6, false, f)),
                contract(
                        "lstm, two biases",
                        sequences,
                        Shape.of(5, 6),
                        288,
                        f -> new Lstm("layer", 4, 6, true, true, f)),
                contract("lstm, recurrent dropout", sequences, Shape.of(5, 6), 264, LayerContractTest::droppingLstm),
                contract("gru, all steps", sequences, Shape.of(5, 6), 216, f -> new Gru("layer", 4, 6, true, f)),
                contract("gru, last step", sequences, Shape.of(6), 216, f -> new Gru("layer", 4, 6, false, f)),
                contract("gru, recurrent dropout", sequences, Shape.of(6), 216, LayerContractTest::droppingGru),
                contract("bidirectional, all steps", sequences, Shape.of(5, 12), 528, f -> bidirectional(true, f)),
                contract("bidirectional, last step", sequences, Shape.of(12), 528, f -> bidirectional(false, f)),
                contract("multiHeadAttention", sequences, sequences, 80, f -> attention(2, false, f)),
                contract("multiHeadAttention, one head", sequences, sequences, 80, f -> attention(1, false, f)),
                contract("multiHeadAttention, residual", sequences, sequences, 80, f -> attention(4, true, f)),
                contract("dropout", images, images, 0, f -> new Dropout("layer", 0.4, 2)),
                contract("activation", images, images, 0, f -> new ActivationLayer("layer", Activation.SIGMOID)),
                contract("flatten", images, Shape.of(126), 0, f -> new Flatten("layer")),
                contract("toSequence", images, Shape.of(6, 21), 0, f -> new ToSequence("layer")),
                contract("globalAveragePool", images, Shape.of(3), 0, f -> new GlobalAveragePool("layer")),
                contract("sequential", images, Shape.of(6), 112 + 840, LayerContractTest::convolutionThenLstm));
    }

    private static Contract contract(
            String name, Shape input, Shape output, int parameterCount, Function<ParameterFactory, Layer> make) {
        return new Contract(name, input, output, parameterCount, make);
    }

    private static Layer dense(Activation activation, boolean useBias, ParameterFactory factory) {
        return new Dense("layer", 4, 3, activation, useBias, factory);
    }

    private static Layer conv(int stride, Padding padding, boolean useBias, ParameterFactory factory) {
        Conv2d.Settings settings = new Conv2d.Settings(3, 4, 3, 3, stride, stride, padding, Activation.RELU, useBias);
        return new Conv2d("layer", settings, factory);
    }

    private static Layer conv1d(int stride, Padding padding, boolean useBias, ParameterFactory factory) {
        Conv1d.Settings settings = new Conv1d.Settings(4, 6, 3, stride, padding, Activation.TANH, useBias);
        return new Conv1d("layer", settings, factory);
    }

    private static Layer norm(BatchNorm.Convention convention, ParameterFactory factory) {
        return new BatchNorm("layer", 3, convention, factory);
    }

    private static Layer droppingLstm(ParameterFactory factory) {
        return new Lstm("layer", 4, 6, true, false, new RecurrentDropout(0.2, 0.4, 2), factory);
    }

    private static Layer droppingGru(ParameterFactory factory) {
        return new Gru("layer", 4, 6, false, new RecurrentDropout(0.2, 0.4, 2), factory);
    }

    private static Layer bidirectional(boolean returnSequences, ParameterFactory factory) {
        return new Bidirectional("layer", name -> new Lstm(name, 4, 6, returnSequences, factory));
    }

    private static Layer attention(int heads, boolean residual, ParameterFactory factory) {
        return new MultiHeadAttention("layer", 4, heads, residual, factory);
    }

    private static Layer convolutionThenLstm(ParameterFactory factory) {
        Layer conv = conv(1, Padding.SAME, true, factory);
        Lstm lstm = new Lstm("lstm", 7 * 4, 6, false, factory);
        return new Sequential("layer", Shape.of(6, 7, 3), List.of(conv, new ToSequence("sequence"), lstm));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void outputHasTheShapeThatItAnnounces(Contract contract) {
        Layer layer = contract.on(REFERENCE);
        assertEquals(contract.output(), layer.outputShape(contract.input()));
        Shape batch = batched(contract.output());
        assertEquals(batch, forward(layer, contract).shape());
        assertEquals(
                batch,
                layer.forward(input(REFERENCE, contract), Pass.inference()).shape());
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void parametersAreCountedAndNamedAfterTheLayer(Contract contract) {
        List<Parameter> parameters = contract.on(REFERENCE).parameters();
        int count = parameters.stream().mapToInt(p -> p.value().shape().size()).sum();
        assertEquals(contract.parameterCount(), count);
        Set<String> names = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
        assertEquals(parameters.size(), names.size(), "names are unique: " + names);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void resultIsTheSameOnEveryBackend(Contract contract) {
        double[] wanted = forward(contract.on(REFERENCE), contract).toDoubles();
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                Layer layer = contract.on(backend);
                double[] got = layer.forward(input(backend, contract), Pass.training(1, 0))
                        .toDoubles();
                Conformance.requireClose(
                        contract + " on " + backend.name(), wanted, got, Conformance.tolerance(backend.precision()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void oneTrainingStepLowersTheLoss(Contract contract) {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                Layer layer = contract.on(backend);
                Tensor x = Tensor.parameter(backend, batched(contract.input()), values(contract.input(), 1));
                Parameter learns = new Parameter("x", x, true);
                List<Parameter> parameters = layer.parameters().isEmpty() ? List.of(learns) : layer.parameters();
                double before = loss(layer, x, contract).item();
                loss(layer, x, contract).backward();
                new Sgd(parameters, 0).step(0.02);
                double after = loss(layer, x, contract).item();
                assertTrue(after < before, backend.name() + ": loss went from " + before + " to " + after);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void savedAndLoadedItGivesTheSameBits(Contract contract, @TempDir Path folder) throws IOException {
        Backend backend = REFERENCE;
        Layer trained = contract.on(backend);
        forward(trained, contract); // moves running statistics
        Path file = folder.resolve("layer.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(out, Checkpoint.of(trained.parameters(), Map.of()));
        }
        Layer loaded = contract.make().apply(new ParameterFactory(backend, InitScheme.pytorch(), 99));
        Checkpoint.load(Safetensors.read(file), loaded.parameters());
        Tensor x = input(backend, contract);
        assertArrayEquals(
                trained.forward(x, Pass.inference()).toDoubles(),
                loaded.forward(x, Pass.inference()).toDoubles());
    }

    private static Tensor loss(Layer layer, Tensor x, Contract contract) {
        Shape output = batched(contract.output());
        Tensor target = Tensor.of(x.backend(), output, values(contract.output(), 2));
        return MeanSquaredError.of(layer.forward(x, Pass.training(1, 0)), target);
    }

    private static Tensor forward(Layer layer, Contract contract) {
        return layer.forward(input(REFERENCE, contract), Pass.training(1, 0));
    }

    private static Tensor input(Backend backend, Contract contract) {
        return Tensor.of(backend, batched(contract.input()), values(contract.input(), 1));
    }

    private static double[] values(Shape example, int salt) {
        return Formula.values(salt, BATCH * example.size(), 1);
    }

    private static Shape batched(Shape example) {
        int[] lengths = new int[example.rank() + 1];
        lengths[0] = BATCH;
        System.arraycopy(example.toArray(), 0, lengths, 1, example.rank());
        return Shape.of(lengths);
    }
}
