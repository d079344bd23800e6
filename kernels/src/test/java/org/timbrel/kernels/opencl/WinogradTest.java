package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;

/** Convolutions that are cut into tiles, and tiles into runs; blocks that are cut into parts. */
final class WinogradTest {
    private static Backend open(KernelSettings settings) {
        return new OpenClBackend(TestDevice.get(), settings, TestDevice.CACHE);
    }

    /** Shapes whose last tiles reach over the border, in one run and in several. */
    @ParameterizedTest
    @EnumSource
    void agreesWithTheDefinition(DeviceClass deviceClass) {
        List<Conv2dShape> shapes = List.of(
                Conv2dShape.same(2, 22, 19, 16, 3, 3, 32, 1, 1),
                Conv2dShape.valid(1, 31, 34, 32, 3, 3, 16, 1, 1),
                Conv2dShape.same(1, 13, 11, 16, 5, 5, 16, 1, 1));
        try (Backend reference = new ReferenceBackend();
                Backend tiled = open(KernelSettings.of(deviceClass).with("winograd.TILES", 64))) {
            for (Conv2dShape s : shapes) {
                double[] wanted = forward(reference, s);
                double[] got = forward(tiled, s);
                Conformance.requireClose("forward " + s, wanted, got, Conformance.FLOAT_TOLERANCE);
                Conformance.requireClose(
                        "to input " + s, toInput(reference, s), toInput(tiled, s), Conformance.FLOAT_TOLERANCE);
            }
        }
    }

    /** Several runs, and several parts, of work so small that a simulated device can do it. */
    static void runSmall(OpenClDevice device, KernelSettings settings, ProgramCache cache) {
        KernelSettings cut = settings.with("winograd.TILES", 16).with("conv_block.CACHED", 1);
        Conv2dShape tiles = Conv2dShape.same(1, 22, 21, 16, 3, 3, 16, 1, 1);
        ConvBlock block = new ConvBlock(Conv2dShape.same(3, 5, 4, 2, 3, 3, 16, 1, 1), true, 0.3);
        try (Backend reference = new ReferenceBackend();
                Backend backend = new OpenClBackend(device, cut, cache)) {
            Conformance.requireClose(
                    "forward", forward(reference, tiles), forward(backend, tiles), Conformance.FLOAT_TOLERANCE);
            Conformance.requireClose(
                    "to input", toInput(reference, tiles), toInput(backend, tiles), Conformance.FLOAT_TOLERANCE);
            block(backend, block);
        }
    }

    private static double[] forward(Backend backend, Conv2dShape s) {
        Buffer y = backend.allocate(s.outputSize());
        backend.conv2d(
                s,
                made(backend, 1, s.inputSize()),
                made(backend, 2, s.weightSize()),
                made(backend, 3, s.o()),
                Activation.RELU,
                y);
        return read(backend, y, s.outputSize());
    }

    private static double[] toInput(Backend backend, Conv2dShape s) {
        Buffer dx = backend.allocate(s.inputSize());
        backend.conv2dBackwardInput(s, made(backend, 4, s.outputSize()), made(backend, 2, s.weightSize()), dx);
        return read(backend, dx, s.inputSize());
    }

    /** A block of images gives the same bits in whatever parts it is computed. */
    @Test
    void partsOfABlockMakeTheWhole() {
        Conv2dShape conv = Conv2dShape.same(7, 38, 30, 16, 3, 3, 64, 1, 1);
        ConvBlock block = new ConvBlock(conv, true, 0.3);
        KernelSettings settings = KernelSettings.of(DeviceClass.CPU);
        try (Backend whole = open(settings.with("conv_block.CACHED", 1 << 30));
                Backend parts = open(settings.with("conv_block.CACHED", 1 << 16))) {
            List<double[]> wanted = block(whole, block);
            List<double[]> got = block(parts, block);
            assertEquals(3, wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                assertArrayEquals(wanted.get(i), got.get(i));
            }
        }
    }

    private static List<double[]> block(Backend backend, ConvBlock block) {
        Conv2dShape s = block.conv();
        int n = block.pool().outputSize();
        ConvBlockKernel kernel = backend.convBlock(block).orElseThrow();
        Buffer y = backend.allocate(n);
        Buffer places = backend.allocate(n);
        Buffer dx = backend.allocate(s.inputSize());
        Buffer w = made(backend, 2, s.weightSize());
        DropoutDraw draw = new DropoutDraw(block.dropout(), 5, 6, 7);
        kernel.forward(made(backend, 1, s.inputSize()), w, made(backend, 3, s.o()), draw, y, places);
        kernel.backwardInput(made(backend, 4, n), places, w, dx);
        return List.of(read(backend, y, n), read(backend, places, n), read(backend, dx, s.inputSize()));
    }

    private static Buffer made(Backend backend, int salt, int n) {
        Buffer buffer = backend.allocate(n);
        backend.write(Formula.values(salt, n, 1), buffer, 0);
        return buffer;
    }

    private static double[] read(Backend backend, Buffer buffer, int n) {
        double[] values = new double[n];
        backend.read(buffer, 0, values);
        return values;
    }
}
