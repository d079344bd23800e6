package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;

/** What the engine's own tests don't ask of every backend. */
final class OpenClBackendTest {
    /** Cases that between them run every kernel file. */
    private static final Set<String> EVERY_FILE = Set.of(
            "dense, relu",
            "matmul 67 x 129 x 200",
            "matmul 5 of 33 x 40 x 31",
            "softmax",
            "cross-entropy, soft targets",
            "layerNorm of 129 features",
            "batchNorm of 33 channels",
            "conv2d 33 to 64 channels",
            "conv2d, same, stride 2 x 3",
            "maxPool2d, overlapping",
            "convolution block, uneven, valid",
            "sum of 12345",
            "sum of 100 x 257, first axis",
            "permute, four axes",
            "dropout of 10007",
            "lstm, masked, batch 11, 13 to 37",
            "gru, masked, batch 11, 13 to 37");

    @TestFactory
    Stream<DynamicTest> theSettingsOfGpusComputeTheSameHere() {
        Backend backend = TestDevice.open(DeviceClass.NVIDIA);
        List<OpCase> cases = OpCases.all().stream()
                .filter(opCase -> EVERY_FILE.contains(opCase.name()))
                .toList();
        assertEquals(EVERY_FILE.size(), cases.size());
        return cases.stream()
                .map(opCase -> DynamicTest.dynamicTest(opCase.name(), () -> Conformance.check(backend, opCase)))
                .onClose(backend::close);
    }

    @Test
    void autoLeavesAProcessorToTheVectorBackend() {
        OpenClDevice device = TestDevice.get();
        Availability automatic = new OpenClBackendProvider().forAuto();
        assertEquals(device.deviceClass() != DeviceClass.CPU, automatic.available(), automatic.detail());
        try (Backend backend = Backends.open("auto", new BackendOptions(1))) {
            assertEquals(automatic.available() ? "opencl" : "vector", backend.name());
        }
        try (Backend backend = Backends.open("opencl", new BackendOptions(1))) {
            assertTrue(backend.describe().startsWith("opencl: " + device.name()), backend.describe());
        }
    }

    @Test
    void tiledProductsAgreeWithThePlainKernel() {
        OpenClDevice device = TestDevice.get();
        try (OpenClQueue queue = new OpenClQueue(device);
                DeviceMemory memory = new DeviceMemory(queue, device.memory());
                Programs programs = new Programs(queue, KernelSettings.of(DeviceClass.CPU), TestDevice.CACHE)) {
            Scratch scratch = new Scratch(memory, new Conversion(queue, programs));
            Transfer transfer = new Transfer(queue, scratch);
            Matmul matmul = new Matmul(programs, new Views(programs), scratch);
            for (MatmulShape s :
                    List.of(new MatmulShape(1, 35, 70, 19, true, true), new MatmulShape(3, 9, 17, 33, false, true))) {
                DeviceBuffer a = made(memory, transfer, 1, s.batch() * s.m() * s.k());
                DeviceBuffer b = made(memory, transfer, 2, s.batch() * s.k() * s.n());
                DeviceBuffer bias = made(memory, transfer, 3, s.n());
                DeviceBuffer tiled = made(memory, transfer, 4, s.batch() * s.m() * s.n());
                DeviceBuffer plain = made(memory, transfer, 4, s.batch() * s.m() * s.n());
                matmul.multiply(s, a, b, bias, Activation.TANH, true, tiled);
                matmul.multiplyPlainly(s, a, b, bias, Activation.TANH, true, plain);
                double[] wanted = new double[plain.length()];
                double[] got = new double[tiled.length()];
                transfer.read(plain, 0, wanted);
                transfer.read(tiled, 0, got);
                Conformance.requireClose(s.toString(), wanted, got, Conformance.FLOAT_TOLERANCE);
            }
        }
    }

    private static DeviceBuffer made(DeviceMemory memory, Transfer transfer, int salt, int n) {
        DeviceBuffer buffer = memory.allocate(n);
        transfer.write(Formula.values(salt, n, 1), buffer, 0);
        return buffer;
    }

    @Test
    void dropoutDropsWhatEveryOtherBackendDrops() {
        try (Backend backend = TestDevice.open(DeviceClass.CPU)) {
            int n = 1000;
            Buffer x = backend.allocate(n);
            backend.fill(x, 1, n);
            long seed = 0x123456789ABCDEFL;
            backend.dropout(x, n, 0.3, seed, 7, 1L << 33, x);
            double[] uniform = new double[n];
            Philox.uniform(seed, 7, 1L << 33, uniform);
            double[] wanted = new double[n];
            for (int i = 0; i < n; i++) {
                wanted[i] = uniform[i] >= 0.3 ? (float) (1 / 0.7) : 0;
            }
            double[] got = new double[n];
            backend.read(x, 0, got);
            assertArrayEquals(wanted, got);
        }
    }

    @Test
    void whatHasBeenClosedSaysSoAndDoesNotCrash() {
        Backend backend = TestDevice.open(DeviceClass.CPU);
        Buffer x = backend.allocate(64);
        backend.map(MapOp.RELU, x, x, 64);
        backend.close();
        backend.close();
        for (Executable use : List.<Executable>of(
                () -> backend.allocate(64),
                () -> backend.fill(x, 1, 64),
                () -> backend.write(new float[64], x, 0),
                () -> backend.read(x, 0, new float[64]),
                () -> backend.copy(x, 0, x, 32, 16),
                () -> backend.map(MapOp.RELU, x, x, 64))) {
            String message = assertThrows(IllegalStateException.class, use).getMessage();
            assertEquals("the backend opencl has been closed; open a new one", message);
        }
    }

    @Test
    void aStepInTheSteadyStateLeavesNoGarbage() {
        try (Backend backend = TestDevice.open(DeviceClass.CPU)) {
            Buffer x = backend.allocate(4096);
            Buffer y = backend.allocate(4096);
            Buffer z = backend.allocate(4096);
            Conv2dShape conv = Conv2dShape.same(1, 8, 8, 4, 3, 3, 4, 1, 1);
            LstmShape lstm = new LstmShape(2, 3, 4, 5);
            MatmulShape product = MatmulShape.plain(8, 8, 8);
            backend.fill(x, 0.5, 4096);
            backend.fill(y, 0.5, 4096);
            Runnable step = () -> {
                backend.map(MapOp.RELU, x, z, 4096);
                backend.affine(x, 2, 1, z, 4096);
                backend.sum(x, 1, 4096, 1, z);
                backend.softmax(x, 64, 64, z);
                backend.matmul(product, x, y, null, Activation.RELU, false, z);
                backend.conv2d(conv, x, y, null, Activation.RELU, z);
                backend.lstm(lstm, x, y, y, y, null, z, z, z);
                backend.sgd(z, x, y, 0, 0, 64);
            };
            for (int i = 0; i < 20; i++) {
                step.run();
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            int steps = 100;
            for (int i = 0; i < steps; i++) {
                step.run();
            }
            long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / steps;
            assertTrue(bytes < 1024, bytes + " bytes a step, which launches 12 kernels");
        }
    }
}
