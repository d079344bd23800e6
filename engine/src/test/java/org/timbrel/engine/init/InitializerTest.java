package org.timbrel.engine.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.golden.Golden;
import org.timbrel.engine.layer.Conv2d;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.Gru;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.Lstm;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;

/** First values: ranges as Keras and PyTorch draw them, for layers of the same sizes. */
class InitializerTest {
    private final Golden golden = new Golden("optimizers.json");

    @Test
    void kerasDefaults() {
        List<Parameter> dense = dense(InitScheme.keras()).parameters();
        requireUniform(golden.get("glorotUniform.dense.keras")[0], dense.get(0));
        assertEquals(0, largest(values(dense.get(1))));
        List<Parameter> conv = conv(InitScheme.keras()).parameters();
        requireUniform(golden.get("glorotUniform.conv2d.keras")[0], conv.get(0));
        assertEquals(0, largest(values(conv.get(1))));
    }

    @Test
    void pytorchDefaults() {
        List<Parameter> dense = dense(InitScheme.pytorch()).parameters();
        requireUniform(golden.get("weight.dense.torch")[0], dense.get(0));
        assertEquals(golden.get("bias.dense.torch")[0], largest(values(dense.get(1))), 0.003);
        List<Parameter> conv = conv(InitScheme.pytorch()).parameters();
        requireUniform(golden.get("weight.conv2d.torch")[0], conv.get(0));
        assertEquals(golden.get("bias.conv2d.torch")[0], largest(values(conv.get(1))), 0.003);
        for (Parameter parameter : lstm(InitScheme.pytorch()).parameters()) {
            assertEquals(golden.get("weight.lstm.torch")[0], largest(values(parameter)), 0.002, parameter.name());
        }
    }

    @Test
    void gru() {
        List<Parameter> keras = new Gru("gru", 30, 100, true, factory(InitScheme.keras())).parameters();
        requireUniform(Math.sqrt(6.0 / (30 + 300)), keras.get(0));
        assertEquals(0, largest(values(keras.get(2))));
        for (Parameter parameter : new Gru("gru", 30, 100, true, factory(InitScheme.pytorch())).parameters()) {
            assertEquals(1 / Math.sqrt(100), largest(values(parameter)), 0.002, parameter.name());
        }
    }

    @Test
    void lstmOfKerasForgetsLittleAtFirst() {
        List<Parameter> lstm = lstm(InitScheme.keras()).parameters();
        requireUniform(Math.sqrt(6.0 / (30 + 400)), lstm.get(0));
        double[] bias = new double[400];
        Arrays.fill(bias, 100, 200, 1); // gates i, f, g, o
        assertArrayEquals(bias, values(lstm.get(2)));
    }

    @Test
    void heBounds() {
        Shape shape = Shape.of(5, 5, 64, 128);
        int fanIn = 5 * 5 * 64;
        double[] uniform = Initializer.heUniform().draw(shape, fanIn, 5 * 5 * 128, 1, 2);
        assertEquals(golden.get("heUniform.conv2d.keras")[0], largest(uniform), 1e-5);
        double[] normal = Initializer.heNormal().draw(shape, fanIn, 5 * 5 * 128, 1, 2);
        double square = Arrays.stream(normal).map(x -> x * x).average().orElseThrow();
        assertEquals(golden.get("heNormal.conv2d.torch")[0], Math.sqrt(square), 2e-4);
    }

    @Test
    void orthogonalMatricesHaveOrthonormalRowsOrColumns() {
        for (int[] size : new int[][] {{40, 40}, {25, 100}, {100, 25}, {1, 4}, {4, 1}}) {
            int rows = size[0];
            int columns = size[1];
            double[] q = Initializer.orthogonal().draw(Shape.of(size), rows, columns, 3, 4);
            boolean tall = rows >= columns;
            int n = Math.min(rows, columns);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double dot = 0;
                    for (int k = 0; k < Math.max(rows, columns); k++) {
                        dot += tall ? q[k * columns + i] * q[k * columns + j] : q[i * columns + k] * q[j * columns + k];
                    }
                    assertEquals(i == j ? 1 : 0, dot, 1e-12);
                }
            }
        }
    }

    @Test
    void eachParameterDrawsItsOwnNumbersAndTheSeedDecides() {
        double[] one = Initializer.glorotUniform().draw(Shape.of(50), 5, 5, 1, 1);
        assertArrayEquals(one, Initializer.glorotUniform().draw(Shape.of(50), 5, 5, 1, 1));
        assertFalse(Arrays.equals(one, Initializer.glorotUniform().draw(Shape.of(50), 5, 5, 2, 1)));
        assertFalse(Arrays.equals(one, Initializer.glorotUniform().draw(Shape.of(50), 5, 5, 1, 2)));
    }

    /** The largest of many uniform numbers is near the bound; a third of the bound's square is their variance. */
    private static void requireUniform(double bound, Parameter parameter) {
        double[] values = values(parameter);
        assertEquals(1, largest(values) / bound, 1e-3, parameter.name());
        double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
        assertEquals(1, 3 * square / (bound * bound), 0.05, parameter.name());
        assertTrue(Math.abs(Arrays.stream(values).average().orElseThrow()) < 0.05 * bound, parameter.name());
    }

    private static Layer dense(InitScheme scheme) {
        return new Dense("dense", 300, 200, Activation.NONE, true, factory(scheme));
    }

    private static Layer conv(InitScheme scheme) {
        Conv2d.Settings settings = new Conv2d.Settings(64, 128, 5, 5, 1, 1, Padding.SAME, Activation.NONE, true);
        return new Conv2d("conv", settings, factory(scheme));
    }

    private static Layer lstm(InitScheme scheme) {
        return new Lstm("lstm", 30, 100, true, factory(scheme));
    }

    private static ParameterFactory factory(InitScheme scheme) {
        Backend backend = new ReferenceBackend();
        return new ParameterFactory(backend, scheme, 1);
    }

    private static double[] values(Parameter parameter) {
        return parameter.value().toDoubles();
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }
}
