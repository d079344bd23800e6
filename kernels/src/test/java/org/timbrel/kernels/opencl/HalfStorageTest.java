package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.HalfPrecision;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.optimizer.GradientScaler;
import org.timbrel.engine.tensor.HalfRounding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;

/** Buffers of halves: what is stored is rounded to the bit as the engine says, and every operation reads and writes them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HalfStorageTest {
    /** Results may be two steps of a half off: rounded once each, and a sum before it may lie on the other side of a tie. */
    private static final double TOLERANCE = 0x1p-9;

    private Backend backend;

    @BeforeAll
    void open() {
        backend = TestDevice.open(DeviceClass.CPU);
    }

    @AfterAll
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    private Buffer halves(double... values) {
        Buffer buffer = backend.allocateHalf(values.length);
        backend.write(values, buffer, 0);
        return buffer;
    }

    private double[] read(Buffer buffer) {
        double[] values = new double[buffer.length()];
        backend.read(buffer, 0, values);
        return values;
    }

    /** Every half, the middle between it and the next and the floats beside that; what is too large or no number. */
    private static double[] patterns() {
        DoubleStream.Builder values = DoubleStream.builder();
        for (int bits = 0; bits < 0x7C00; bits++) {
            double half = half(bits);
            double next = bits == 0x7BFF ? 65536 : half(bits + 1);
            float middle = (float) ((half + next) / 2);
            for (double value : new double[] {half, middle, Math.nextDown(middle), Math.nextUp(middle)}) {
                values.add(value).add(-value);
            }
        }
        for (double value : new double[] {65519.996, 65536, 1e30, Double.POSITIVE_INFINITY, 1e-30, Float.MIN_VALUE}) {
            values.add(value).add(-value);
        }
        return values.add(Double.NaN).build().toArray();
    }

    private static double half(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3FF;
        return exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
    }

    @Test
    void storingRoundsToTheBitAsTheEngineDoes() {
        double[] values = patterns();
        double[] wanted = DoubleStream.of(values).map(HalfPrecision::round).toArray();
        int n = values.length;
        Buffer floats = backend.allocate(n);
        backend.write(values, floats, 0);
        Buffer rounded = backend.allocateHalf(n);
        backend.roundToHalf(floats, rounded, n);
        assertArrayEquals(wanted, read(rounded), "rounded");
        backend.affine(floats, 1, -0.0, rounded, n);
        assertArrayEquals(wanted, read(rounded), "the result of a kernel");
        assertArrayEquals(wanted, read(halves(values)), "written");
        Buffer again = backend.allocate(n);
        backend.roundToHalf(rounded, again, n);
        assertArrayEquals(wanted, read(again), "and as floats again");
    }

    @Test
    void partsAreCopiedFilledAndWrittenBetweenFloatsAndHalves() {
        Buffer x = halves(0.1, 1, 2, 3, 4, 5, 6);
        backend.write(new double[] {7.0001, 8}, x, 2);
        assertArrayEquals(new double[] {HalfPrecision.round(0.1), 1, 7, 8, 4, 5, 6}, read(x));
        backend.fill(x, 0.2, 2);
        Buffer y = backend.allocate(3);
        backend.copy(x, 1, y, 0, 3);
        assertArrayEquals(new double[] {HalfPrecision.round(0.2), 7, 8}, read(y));
        backend.copy(y, 1, x, 5, 2);
        Buffer z = backend.allocateHalf(7);
        backend.copy(x, 0, z, 0, 7);
        double fifth = HalfPrecision.round(0.2);
        assertArrayEquals(new double[] {fifth, fifth, 7, 8, 4, 7, 8}, read(z));
        float[] last = new float[1];
        backend.read(z, 6, last);
        assertEquals(8, last[0]);
    }

    /** The gradient of the rounded weight is 2 times the scale, and a half holds up to 65504. */
    @Test
    void theGradientScalerSeesGradientsThatAreTooLargeForAHalf() {
        Tensor w = Tensor.parameter(backend, Shape.of(2), 0.5, -1);
        Tensor two = Tensor.of(backend, Shape.of(2), 2, 2);
        GradientScaler scaler =
                new GradientScaler(List.of(new Parameter("w", w, true)), GradientScaler.Settings.pytorch());
        for (boolean fits : new boolean[] {false, false, true}) {
            scaler.scale(HalfRounding.apply(w).multiply(two).sum()).backward();
            assertEquals(
                    fits,
                    scaler.unscale(),
                    "scaled by less than " + 2 * scaler.state().scale());
        }
        assertArrayEquals(new double[] {2, 2}, w.gradient().toDoubles());
    }

    /** All operations with all their operands rounded: this backend stores them so, the reference has them in double. */
    @TestFactory
    Stream<DynamicTest> operationsOnHalvesAgreeWithTheReference() {
        return OpCases.all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
    }

    private void check(OpCase opCase) {
        check(backend, opCase);
    }

    /** A case on halves, beside the reference. */
    static void check(Backend backend, OpCase opCase) {
        OpCase halves = onHalves(opCase);
        try (Backend reference = new ReferenceBackend()) {
            List<double[]> wanted = Conformance.evaluate(reference, halves);
            List<double[]> got = Conformance.evaluate(backend, halves);
            // where a block rounds before it pools, another number of a window may be the largest, and get the gradient
            boolean roundsBeforePooling = opCase.name().startsWith("convolution block");
            for (int i = 0; i < (roundsBeforePooling ? 1 : wanted.size()); i++) {
                Conformance.requireClose(opCase + ", " + i, wanted.get(i), got.get(i), TOLERANCE);
            }
        }
    }

    /** The same case with its inputs and its result rounded. */
    static OpCase onHalves(OpCase opCase) {
        return new OpCase(
                opCase.name(),
                opCase.inputs(),
                inputs -> HalfRounding.apply(opCase.function()
                        .apply(inputs.stream().map(HalfRounding::apply).toList())),
                opCase.kinks());
    }
}
