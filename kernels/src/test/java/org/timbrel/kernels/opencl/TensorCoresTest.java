package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendUnavailableException;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.OpCases;

/** Everything about products on tensor cores but the instruction, whose place plain OpenCL C takes here. */
final class TensorCoresTest {
    private static final List<MatmulShape> SHAPES = List.of(
            MatmulShape.plain(1, 1, 1),
            MatmulShape.plain(16, 8, 16),
            MatmulShape.plain(37, 70, 45),
            new MatmulShape(2, 33, 19, 80, true, false),
            new MatmulShape(2, 40, 21, 36, false, true),
            new MatmulShape(1, 18, 24, 64, true, true));

    private OpenClBackend backend;

    @BeforeEach
    void open() {
        open(DeviceClass.CPU, true);
    }

    private void open(DeviceClass settings, boolean emulated) {
        open(settings, emulated, null);
    }

    private void open(DeviceClass settings, boolean emulated, TensorCores.Operands forFloats) {
        backend = new OpenClBackend(
                new OpenClQueue(TestDevice.get()),
                KernelSettings.of(settings),
                false,
                TestDevice.CACHE,
                emulated,
                Optional.ofNullable(forFloats));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @ParameterizedTest
    @EnumSource
    void productsAreThoseOfTheRoundedOperands(TensorCores.Operands operands) {
        SHAPES.forEach(shape -> check(operands, shape));
    }

    @Test
    void theTilesOfNvidiaComputeTheSame() {
        close();
        open(DeviceClass.NVIDIA, true);
        check(TensorCores.Operands.HALF, new MatmulShape(2, 130, 131, 70, false, false));
        check(TensorCores.Operands.HALF, new MatmulShape(1, 129, 20, 33, true, true));
    }

    private void check(TensorCores.Operands operands, MatmulShape s) {
        float[] a = rounded(s.batch() * s.m() * s.k(), 1);
        float[] b = rounded(s.batch() * s.k() * s.n(), 2);
        float[] bias = rounded(s.n(), 3);
        float[] before = rounded(s.batch() * s.m() * s.n(), 4);
        Buffer plain = onDevice(before);
        Buffer got = onDevice(before);
        backend.matmul(s, onDevice(a), onDevice(b), onDevice(bias), Activation.RELU, true, plain);
        backend.tensorCores()
                .multiply(operands, s, onDevice(a), onDevice(b), onDevice(bias), Activation.RELU, true, got);
        float[] wanted = new float[before.length];
        float[] found = new float[before.length];
        backend.read(plain, 0, wanted);
        backend.read(got, 0, found);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found[i], 2e-5 * s.k(), operands + " " + s + " at " + i);
        }
    }

    /** Numbers from -1 to 1 that all three kinds of operands hold exactly: whole numbers of 128ths. */
    private static float[] rounded(int n, int stream) {
        double[] unit = new double[n];
        Philox.uniform(1, stream, 0, unit);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (Math.rint(unit[i] * 256 - 128) / 128);
        }
        return x;
    }

    private Buffer onDevice(float[] values) {
        Buffer buffer = backend.allocate(values.length);
        backend.write(values, buffer, 0);
        return buffer;
    }

    /** 1 + 2^-12 lies between two numbers of each kind; a product with 1 shows what became of it. */
    @ParameterizedTest
    @EnumSource
    void operandsAreRoundedToTheNearest(TensorCores.Operands operands) {
        float step = operands == TensorCores.Operands.BFLOAT16 ? 0x1p-7f : 0x1p-10f;
        float[] x = {1 + 0.4f * step, 1 + 0.6f * step, -1 - 0.6f * step, Float.NaN, Float.POSITIVE_INFINITY};
        Buffer c = backend.allocate(5);
        backend.tensorCores()
                .multiply(
                        operands,
                        MatmulShape.plain(5, 1, 1),
                        onDevice(x),
                        onDevice(new float[] {1}),
                        null,
                        Activation.NONE,
                        false,
                        c);
        float[] got = new float[5];
        backend.read(c, 0, got);
        assertEquals(1, got[0]);
        assertEquals(1 + step, got[1]);
        assertEquals(-1 - step, got[2]);
        assertTrue(Float.isNaN(got[3]));
        assertEquals(Float.POSITIVE_INFINITY, got[4]);
    }

    @Test
    void theTrialTellsARightProduct() {
        TensorCores emulated = backend.tensorCores();
        assertTrue(emulated.available(), emulated.sentence());
    }

    @Test
    void aDeviceWithoutThemIsToldInASentence() {
        OpenClDevice device = TestDevice.get();
        if (device.deviceClass() != DeviceClass.NVIDIA) {
            close();
            open(DeviceClass.CPU, false);
            TensorCores none = backend.tensorCores();
            assertFalse(none.available());
            assertEquals("Tensor cores are not used: " + device.name() + " is no GPU of NVIDIA.", none.sentence());
        }
    }

    /** The whole list of operations with all their operands stored as halves: products and convolutions, there and back. */
    @TestFactory
    Stream<DynamicTest> operationsOnHalvesAgreeWithTheReference() {
        return OpCases.all().stream()
                .filter(c -> Stream.of("matmul", "conv", "attention")
                        .anyMatch(c.name().toLowerCase(Locale.ROOT)::contains))
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> HalfStorageTest.check(backend, c)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void convolutionsOfManyPixelsAreSummedInParts(int stride) {
        checkConvolution(stride, this::halves);
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "TF32"})
    void floatsAreTakenTooIfThatIsAskedFor(TensorCores.Operands operands) {
        close();
        open(DeviceClass.CPU, true, operands);
        checkConvolution(1, this::onDevice);
        float step = operands == TensorCores.Operands.BFLOAT16 ? 0x1p-7f : 0x1p-10f;
        Buffer c = backend.allocate(1);
        backend.matmul(
                MatmulShape.plain(1, 1, 1),
                onDevice(new float[] {1 + 0.4f * step}),
                onDevice(new float[] {1}),
                null,
                Activation.NONE,
                false,
                c);
        float[] got = new float[1];
        backend.read(c, 0, got);
        assertEquals(1, got[0]);
        assertTrue(backend.describe().contains("products in " + operands.words()), backend.describe());
    }

    @Test
    void askingForTensorCoresThatAreNotThereIsAnError() {
        assertEquals(Optional.empty(), TensorCores.forFloats(""));
        BackendUnavailableException unknown =
                assertThrows(BackendUnavailableException.class, () -> TensorCores.forFloats("fp8"));
        assertTrue(unknown.getMessage().contains("wants tf32 or bfloat16, got 'fp8'"), unknown.getMessage());
        if (TestDevice.get().deviceClass() != DeviceClass.NVIDIA) {
            close();
            open(DeviceClass.CPU, false, TensorCores.forFloats("tf32").orElseThrow());
            BackendUnavailableException missing =
                    assertThrows(BackendUnavailableException.class, () -> backend.tensorCores()
                            .requireWhatWasAskedFor());
            assertTrue(missing.getMessage().contains("asks for TF32 on tensor cores, but"), missing.getMessage());
        }
    }

    private void checkConvolution(int stride, Function<float[], Buffer> stored) {
        Conv2dShape s = Conv2dShape.same(2, 17, 19, 8, 3, 3, 16, stride, stride);
        float[] x = rounded(s.inputSize(), 1);
        float[] w = rounded(s.weightSize(), 2);
        float[] dy = rounded(s.outputSize(), 3);
        Buffer y = backend.allocate(s.outputSize());
        Buffer dx = backend.allocate(s.inputSize());
        Buffer dw = backend.allocate(s.weightSize());
        Buffer db = backend.allocate(s.o());
        backend.conv2d(s, stored.apply(x), stored.apply(w), null, Activation.NONE, y);
        backend.conv2dBackwardInput(s, stored.apply(dy), stored.apply(w), dx);
        backend.conv2dBackwardWeights(s, stored.apply(x), stored.apply(dy), dw, db);
        try (Backend plain = Backends.open("reference", new BackendOptions(1))) {
            Buffer wanted = plain.allocate(s.outputSize());
            plain.conv2d(s, on(plain, x), on(plain, w), null, Activation.NONE, wanted);
            requireClose(plain, wanted, y);
            wanted = plain.allocate(s.inputSize());
            plain.conv2dBackwardInput(s, on(plain, dy), on(plain, w), wanted);
            requireClose(plain, wanted, dx);
            wanted = plain.allocate(s.weightSize());
            Buffer bias = plain.allocate(s.o());
            plain.conv2dBackwardWeights(s, on(plain, x), on(plain, dy), wanted, bias);
            requireClose(plain, wanted, dw);
            requireClose(plain, bias, db);
        }
    }

    private Buffer halves(float[] values) {
        Buffer buffer = backend.allocateHalf(values.length);
        backend.write(values, buffer, 0);
        return buffer;
    }

    private static Buffer on(Backend plain, float[] values) {
        Buffer buffer = plain.allocate(values.length);
        plain.write(values, buffer, 0);
        return buffer;
    }

    private void requireClose(Backend plain, Buffer wanted, Buffer got) {
        double[] right = new double[wanted.length()];
        double[] found = new double[wanted.length()];
        plain.read(wanted, 0, right);
        backend.read(got, 0, found);
        Conformance.requireClose("tensor cores", right, found, 1e-5);
    }
}
