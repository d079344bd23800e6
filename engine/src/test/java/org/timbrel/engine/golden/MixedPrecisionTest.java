package org.timbrel.engine.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.HalfPrecision;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.layer.BatchNorm;
import org.timbrel.engine.layer.Conv1d;
import org.timbrel.engine.layer.Conv2d;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.Gru;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.LayerNorm;
import org.timbrel.engine.layer.Lstm;
import org.timbrel.engine.layer.MultiHeadAttention;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.GradientScaler;
import org.timbrel.engine.optimizer.Sgd;
import org.timbrel.engine.tensor.HalfRounding;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** Mixed precision against PyTorch's autocast and gradient scaler; mixed_precision.py made the values. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MixedPrecisionTest {
    /** One step of half precision: two sums in another order can lie on two sides of a tie. */
    private static final double HALF_STEP = 0x1p-10;

    private final Golden golden = new Golden("mixed_precision.json");
    private final GoldenRun run = new GoldenRun(Pass.training(1, 0).inMixedPrecision(), this::compare);
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
    void roundsForwardAndBackTheSameOnEveryBackend(Backend backend) {
        double[] values = golden.get("round.x");
        double[] weights = Formula.values(5, values.length, 3);
        Shape shape = Shape.of(values.length);
        Tensor x = Tensor.parameter(backend, shape, values);
        Tensor y = HalfRounding.apply(x);
        y.multiply(Tensor.of(backend, shape, weights)).sum().backward();
        assertArrayEquals(Arrays.stream(values).map(HalfPrecision::round).toArray(), y.toDoubles());
        assertArrayEquals(
                Arrays.stream(weights).map(HalfPrecision::round).toArray(),
                x.gradient().toDoubles());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void layersComputeAsUnderAutocast(Backend backend) {
        run.check("dense", dense(factory(backend)), Shape.of(3, 4), backend);
        run.check("conv2d", conv2d(factory(backend)), Shape.of(2, 6, 7, 3), backend);
    }

    private static Layer dense(ParameterFactory factory) {
        return new Dense("layer", 4, 5, Activation.NONE, true, factory);
    }

    private static Layer conv2d(ParameterFactory factory) {
        Conv2d.Settings settings = new Conv2d.Settings(3, 4, 3, 3, 1, 1, Padding.VALID, Activation.NONE, true);
        return new Conv2d("layer", settings, factory);
    }

    private static Layer conv1d(ParameterFactory factory) {
        Conv1d.Settings settings = new Conv1d.Settings(4, 6, 3, 1, Padding.SAME, Activation.TANH, false);
        return new Conv1d("layer", settings, factory);
    }

    private void compare(String name, Tensor got) {
        requireHalves(name, got);
        String what = name + " on " + got.backend().name();
        Conformance.requireClose(what, golden.get(name), got.toDoubles(), HALF_STEP);
    }

    private static void requireHalves(String what, Tensor got) {
        for (double value : got.toDoubles()) {
            assertEquals(HalfPrecision.round(value), value, what + " is in half precision");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void productsGiveHalvesWeightsStayAndNormalisationIsSingle(Backend backend) {
        List<Function<ParameterFactory, Layer>> products = List.of(
                MixedPrecisionTest::dense,
                MixedPrecisionTest::conv1d,
                f -> new Lstm("layer", 4, 6, true, true, f),
                f -> new Gru("layer", 4, 6, false, f),
                f -> new MultiHeadAttention("layer", 4, 2, false, f));
        for (Function<ParameterFactory, Layer> make : products) {
            Layer layer = make.apply(factory(backend));
            double[] master = layer.parameters().get(0).value().toDoubles();
            requireHalves(layer.describe(), mixed(layer, backend));
            assertArrayEquals(master, layer.parameters().get(0).value().toDoubles());
        }
        List<Layer> normalisations = List.of(
                new BatchNorm("layer", 4, BatchNorm.Convention.pytorch(), factory(backend)),
                new LayerNorm("layer", 4, 1e-5, factory(backend)));
        for (Layer layer : normalisations) {
            Tensor x = input(backend);
            assertArrayEquals(
                    layer.forward(x, Pass.training(1, 0)).toDoubles(),
                    mixed(layer, backend).toDoubles());
        }
    }

    private static Tensor mixed(Layer layer, Backend backend) {
        Sequential model = new Sequential("model", Shape.of(5, 4), List.of(layer)).inMixedPrecision();
        return model.forward(input(backend), Pass.training(1, 0));
    }

    private static Tensor input(Backend backend) {
        return Tensor.of(backend, Shape.of(3, 5, 4), Formula.values(1, 60, 1));
    }

    private static ParameterFactory factory(Backend backend) {
        return new ParameterFactory(backend, InitScheme.keras(), 1);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void scalerFollowsPyTorch(Backend backend) {
        double[] bad = golden.get("scaler.bad");
        double[] scales = golden.get("scaler.scales");
        double[] weights = golden.get("scaler.weights");
        Parameter w = new Parameter("w", Tensor.parameter(backend, Shape.of(3), Formula.values(1, 3, 1)), true);
        Sgd optimizer = new Sgd(List.of(w), 0);
        GradientScaler scaler = new GradientScaler(List.of(w), new GradientScaler.Settings(1024, 4, 0.25, 3));
        for (int step = 0; step < bad.length; step++) {
            double[] r = Formula.values(100 + step, 3, 1);
            r[step % 3] = bad[step] == 0 ? r[step % 3] : bad[step] == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
            scaler.scale(w.value().multiply(Tensor.of(backend, Shape.of(3), r)).sum())
                    .backward();
            boolean good = scaler.unscale();
            assertEquals(bad[step] == 0, good, "step " + step);
            if (good) {
                optimizer.step(0.125);
            }
            assertEquals(scales[step], scaler.state().scale(), "scale after step " + step);
            double[] wanted = Arrays.copyOfRange(weights, 3 * step, 3 * step + 3);
            Conformance.requireClose(
                    "weights after step " + step, wanted, w.value().toDoubles(), 1e-6);
        }
    }

    @Test
    void scalerStartsAsPyTorchs() {
        double[] defaults = golden.get("scaler.defaults");
        assertEquals(
                new GradientScaler.Settings(defaults[0], defaults[1], defaults[2], (int) defaults[3]),
                GradientScaler.Settings.pytorch());
    }
}
