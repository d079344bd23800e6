package org.timbrel.engine.golden;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.layer.BatchNorm;
import org.timbrel.engine.layer.Bidirectional;
import org.timbrel.engine.layer.Conv1d;
import org.timbrel.engine.layer.Conv2d;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.GlobalAveragePool;
import org.timbrel.engine.layer.Gru;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.LayerNorm;
import org.timbrel.engine.layer.Lstm;
import org.timbrel.engine.layer.MaxPool2d;
import org.timbrel.engine.layer.MultiHeadAttention;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.loss.WeightPenalty;
import org.timbrel.engine.tensor.GruSequence;
import org.timbrel.engine.tensor.LstmSequence;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** Layers forward and backward against PyTorch and Keras in float64; layers.py made the values. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenLayerTest {
    private static final double DOUBLE_TOLERANCE = 1e-10;
    private static final double FLOAT_TOLERANCE = 1e-5;

    private final Golden golden = new Golden("layers.json");
    private final GoldenRun run = new GoldenRun(Pass.training(1, 0), this::compare);
    private List<Backend> backends;

    @BeforeAll
    void open() {
        backends = TestBackends.open();
    }

    @AfterAll
    void close() {
        backends.forEach(Backend::close);
    }

    List<Backend> backends() {
        return backends;
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void dense(Backend backend) {
        for (String name : List.of("linear.keras", "relu.keras", "sigmoid.keras", "tanh.keras", "relu.torch")) {
            String function = name.substring(0, name.indexOf('.'));
            Activation activation =
                    function.equals("linear") ? Activation.NONE : Activation.valueOf(function.toUpperCase(Locale.ROOT));
            Layer layer = new Dense("dense", 4, 5, activation, true, factory(backend));
            check("dense." + name, layer, Shape.of(3, 4));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void conv2d(Backend backend) {
        Activation none = Activation.NONE;
        conv2d("conv2d.same.torch", 3, 3, 1, 1, Padding.SAME, none, backend);
        conv2d("conv2d.valid.torch", 3, 3, 1, 1, Padding.VALID, none, backend);
        conv2d("conv2d.valid.stride.torch", 3, 3, 2, 1, Padding.VALID, none, backend);
        conv2d("conv2d.same.stride.keras", 3, 3, 2, 3, Padding.SAME, none, backend);
        conv2d("conv2d.same.relu.keras", 3, 3, 1, 1, Padding.SAME, Activation.RELU, backend);
        conv2d("conv2d.valid.five.torch", 5, 5, 1, 1, Padding.VALID, none, backend);
        conv2d("conv2d.same.five.stride.keras", 5, 5, 2, 2, Padding.SAME, none, backend);
        conv2d("conv2d.same.even.keras", 2, 4, 1, 1, Padding.SAME, none, backend);
    }

    private void conv2d(
            String name, int kt, int kf, int strideT, int strideF, Padding padding, Activation f, Backend backend) {
        Conv2d.Settings settings = new Conv2d.Settings(3, 4, kt, kf, strideT, strideF, padding, f, true);
        check(name, new Conv2d("conv", settings, factory(backend)), Shape.of(2, 6, 7, 3));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void conv1d(Backend backend) {
        conv1d("conv1d.same.torch", 3, 1, Padding.SAME, Activation.NONE, backend);
        conv1d("conv1d.valid.stride.torch", 3, 2, Padding.VALID, Activation.NONE, backend);
        conv1d("conv1d.same.stride.keras", 3, 2, Padding.SAME, Activation.NONE, backend);
        conv1d("conv1d.valid.even.keras", 4, 1, Padding.VALID, Activation.TANH, backend);
    }

    private void conv1d(String name, int kernel, int stride, Padding padding, Activation f, Backend backend) {
        Conv1d.Settings settings = new Conv1d.Settings(4, 5, kernel, stride, padding, f, true);
        check(name, new Conv1d("conv", settings, factory(backend)), Shape.of(2, 8, 4));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void pooling(Backend backend) {
        Shape x = Shape.of(2, 5, 7, 3);
        check("maxPool2d.torch", new MaxPool2d("pool", 2, 3), x, backend);
        check("maxPool2d.keras", new MaxPool2d("pool", 2, 2), x, backend);
        check("globalAveragePool.keras", new GlobalAveragePool("mean"), x, backend);
        check("globalAveragePool.time.keras", new GlobalAveragePool("mean"), Shape.of(2, 5, 4), backend);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void batchNorm(Backend backend) {
        batchNorm("batchNorm.keras", BatchNorm.Convention.keras(), backend);
        batchNorm("batchNorm.torch", BatchNorm.Convention.pytorch(), backend);
    }

    private void batchNorm(String name, BatchNorm.Convention convention, Backend backend) {
        BatchNorm layer = new BatchNorm("norm", 5, convention, factory(backend));
        Shape shape = Shape.of(4, 3, 2, 5);
        check(name, layer, shape);
        compare(name + ".mean", layer.parameters().get(2).value());
        compare(name + ".variance", layer.parameters().get(3).value());
        Tensor x = Tensor.of(backend, shape, Formula.values(1, shape.size(), 1));
        compare(name + ".inference", layer.forward(x, Pass.inference()));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void layerNorm(Backend backend) {
        Shape shape = Shape.of(3, 4, 5);
        check("layerNorm.keras", new LayerNorm("norm", 5, 1e-3, factory(backend)), shape);
        check("layerNorm.torch", new LayerNorm("norm", 5, 1e-5, factory(backend)), shape);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void lstm(Backend backend) {
        Shape x = Shape.of(2, 5, 3);
        check("lstm.keras", new Lstm("lstm", 3, 4, true, factory(backend)), x);
        check("lstm.torch", new Lstm("lstm", 3, 4, true, factory(backend)), x);
        check("lstm.twoBiases.torch", new Lstm("lstm", 3, 4, true, true, factory(backend)), x);
        check("lstm.last.keras", new Lstm("lstm", 3, 4, false, factory(backend)), x);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void gru(Backend backend) {
        Shape x = Shape.of(2, 5, 3);
        check("gru.keras", new Gru("gru", 3, 4, true, factory(backend)), x);
        check("gru.torch", new Gru("gru", 3, 4, true, factory(backend)), x);
        check("gru.last.keras", new Gru("gru", 3, 4, false, factory(backend)), x);
    }

    /** Fixed masks, which the layers would draw. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void recurrentDropout(Backend backend) {
        Tensor x = formula(backend, 1, Shape.of(2, 5, 3));
        Tensor[] lstm = {
            formula(backend, 2, Shape.of(3, 16)),
            formula(backend, 3, Shape.of(4, 16)),
            formula(backend, 4, Shape.of(16))
        };
        Tensor four = mask(backend, Shape.of(2, 4, 4));
        checkFunction(
                "lstm.recurrentDropout.keras", t -> LstmSequence.apply(t, lstm[0], lstm[1], lstm[2], four), x, lstm);

        Tensor again = formula(backend, 1, Shape.of(2, 5, 3));
        Tensor[] gru = {
            formula(backend, 2, Shape.of(3, 12)),
            formula(backend, 3, Shape.of(4, 12)),
            formula(backend, 4, Shape.of(2, 12))
        };
        Tensor three = mask(backend, Shape.of(2, 3, 4));
        checkFunction(
                "gru.recurrentDropout.keras", t -> GruSequence.apply(t, gru[0], gru[1], gru[2], three), again, gru);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void dropoutOfARecurrentInput(Backend backend) {
        Tensor[] lstm = {
            formula(backend, 2, Shape.of(3, 16)),
            formula(backend, 3, Shape.of(4, 16)),
            formula(backend, 4, Shape.of(16))
        };
        Tensor mask = mask(backend, Shape.of(2, 1, 3));
        checkFunction(
                "lstm.dropout.keras",
                x -> x.multiply(mask).lstm(lstm[0], lstm[1], lstm[2]),
                formula(backend, 1, Shape.of(2, 5, 3)),
                lstm);
    }

    private static Tensor formula(Backend backend, int salt, Shape shape) {
        return Tensor.parameter(backend, shape, Formula.values(salt, shape.size(), 1));
    }

    private static Tensor mask(Backend backend, Shape shape) {
        double[] values = Formula.values(5, shape.size(), 1);
        return Tensor.of(
                backend,
                shape,
                Arrays.stream(values).map(v -> v < -0.5 ? 0 : 1 / 0.75).toArray());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void bidirectional(Backend backend) {
        Shape x = Shape.of(2, 5, 3);
        ParameterFactory factory = factory(backend);
        Layer allSteps = new Bidirectional("both", name -> new Lstm(name, 3, 4, true, factory));
        check("bidirectional.lstm.keras", allSteps, x);
        check("bidirectional.lstm.torch", new Bidirectional("both", name -> new Lstm(name, 3, 4, true, factory)), x);
        Layer last = new Bidirectional("both", name -> new Lstm(name, 3, 4, false, factory));
        check("bidirectional.lstm.last.keras", last, x);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void multiHeadAttention(Backend backend) {
        Shape shape = Shape.of(2, 5, 6);
        for (String framework : List.of("torch", "keras")) {
            MultiHeadAttention layer = new MultiHeadAttention("attention", 6, 3, false, factory(backend));
            String name = "multiHeadAttention." + framework;
            check(name, layer, shape);
            Tensor x = Tensor.of(backend, shape, Formula.values(1, shape.size(), 1));
            compare(name + ".attention", layer.attention(x));
        }
        check(
                "multiHeadAttention.residual.torch",
                new MultiHeadAttention("attention", 6, 3, true, factory(backend)),
                shape);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void softmaxAndCrossEntropy(Backend backend) {
        Shape shape = Shape.of(4, 6);
        Tensor targets = Tensor.of(backend, shape, golden.get("crossEntropy.targets"));
        double[] logits = Formula.values(1, shape.size(), 4);
        checkFunction("softmax.torch", Tensor::softmax, Tensor.parameter(backend, shape, logits));
        checkFunction("crossEntropy.torch", x -> x.crossEntropy(targets), Tensor.parameter(backend, shape, logits));

        Shape wide = Shape.of(4, 8);
        Tensor smoothed = Tensor.of(backend, wide, CrossEntropy.smoothed(new int[] {2, 0, 7, 2}, 8, 0.125));
        Tensor wideLogits = Tensor.parameter(backend, wide, Formula.values(1, wide.size(), 4));
        checkFunction("crossEntropy.smoothed.torch", x -> x.crossEntropy(smoothed), wideLogits);

        Tensor x = Tensor.parameter(backend, shape, logits);
        Tensor loss = x.crossEntropy(targets);
        loss.backward();
        compare("crossEntropy.keras.loss", loss);
        compare("crossEntropy.keras.d0", x.gradient());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void weightPenalty(Backend backend) {
        Tensor w = Tensor.parameter(backend, Shape.of(4, 6), Formula.values(1, 24, 1));
        Tensor loss = new WeightPenalty(0.125, 0.25).addTo(Tensor.of(backend, Shape.of(), 0), w);
        loss.backward();
        compare("weightPenalty.keras.loss", loss);
        compare("weightPenalty.keras.d0", w.gradient());
    }

    private static ParameterFactory factory(Backend backend) {
        return new ParameterFactory(backend, InitScheme.keras(), 1);
    }

    private void check(String name, Layer layer, Shape shape) {
        check(name, layer, shape, layer.parameters().get(0).value().backend());
    }

    private void check(String name, Layer layer, Shape shape, Backend backend) {
        run.check(name, layer, shape, backend);
    }

    private void checkFunction(String name, Function<Tensor, Tensor> function, Tensor x, Tensor... weights) {
        run.checkFunction(name, function, x, weights);
    }

    private void compare(String name, Tensor got) {
        boolean inDouble = got.backend().precision() == Precision.FLOAT64;
        double[] wanted = golden.get(name);
        Conformance.requireClose(
                name + " on " + got.backend().name(),
                wanted,
                got.toDoubles(),
                inDouble ? DOUBLE_TOLERANCE : FLOAT_TOLERANCE);
    }
}
