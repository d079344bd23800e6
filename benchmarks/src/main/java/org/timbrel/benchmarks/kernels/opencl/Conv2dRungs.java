package org.timbrel.benchmarks.kernels.opencl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.kernels.opencl.DeviceClass;
import org.timbrel.kernels.opencl.Kernel;
import org.timbrel.kernels.opencl.Workbench;

/** The rungs of the 3 x 3 convolution of stride 1, forward, on operands that are on the device. */
final class Conv2dRungs {
    private final Workbench bench;
    private final Conv2dShape shape;
    private final Buffer x;
    private final Buffer w;
    private final boolean cpu;
    private final int pixels;

    Conv2dRungs(Workbench bench, Conv2dShape shape, Buffer x, Buffer w) {
        this.bench = bench;
        this.shape = shape;
        this.x = x;
        this.w = w;
        this.cpu = bench.settings() == DeviceClass.CPU;
        this.pixels = shape.n() * shape.outT() * shape.outF();
    }

    /** In the order of the ladder, with the numbers that suit the device. */
    Map<String, Computation> all() {
        Map<String, Computation> rungs = new LinkedHashMap<>();
        rungs.put("1 direct", direct());
        rungs.put("2 local tile", localTile());
        rungs.put("3 register tile", registerTile());
        rungs.put("4 im2col and product", im2col());
        return rungs;
    }

    private Buffer output() {
        return bench.backend().allocate(shape.outputSize());
    }

    /** The arguments that all of them begin with. */
    private Kernel sizes(Kernel kernel) {
        kernel.with(shape.n()).with(shape.t()).with(shape.f()).with(shape.c()).with(shape.o());
        return kernel.with(shape.outT())
                .with(shape.outF())
                .with(shape.padT())
                .with(x)
                .with(w);
    }

    private Computation direct() {
        Kernel kernel = new Rung("conv2d_naive", Map.of()).kernel(bench, "conv2d");
        Buffer y = output();
        int itemsY = cpu ? 1 : 16;
        return new OnDevice(bench, y, () -> sizes(kernel)
                .with(y)
                .launch(Kernel.groups(shape.o(), 16), Kernel.groups(pixels, itemsY), 1, 16, itemsY));
    }

    private Computation localTile() {
        int edge = 4;
        int channels = 16;
        Rung rung = new Rung("conv2d_local", Map.of("EDGE", edge, "CHANNELS", channels, "DEPTH", 16));
        Kernel kernel = rung.kernel(bench, "conv2d");
        Buffer y = output();
        int tiles = shape.n() * Kernel.groups(shape.outT(), edge) * Kernel.groups(shape.outF(), edge);
        return new OnDevice(bench, y, () -> sizes(kernel)
                .with(y)
                .launch(Kernel.groups(shape.o(), channels), tiles, 1, channels, edge * edge));
    }

    private Computation registerTile() {
        int vector = cpu ? 16 : 4;
        int vectors = cpu ? 2 : 1;
        int tile = cpu ? 8 : 4;
        int itemsX = cpu ? 1 : 8;
        int itemsY = cpu ? 4 : 16;
        Rung rung = new Rung("conv2d_register", Map.of("VECTOR", vector, "CHANNELS", vectors, "PIXELS", tile));
        Kernel kernel = rung.kernel(bench, "conv2d");
        Buffer y = output();
        Buffer zeros = bench.backend().allocate(shape.c());
        bench.backend().fill(zeros, 0, shape.c());
        int across = Kernel.groups(shape.o(), itemsX * vectors * vector);
        int down = Kernel.groups(pixels, itemsY * tile);
        return new OnDevice(bench, y, () -> sizes(kernel).with(zeros).with(y).launch(across, down, 1, itemsX, itemsY));
    }

    private Computation im2col() {
        int run = cpu ? 64 : 1;
        int items = cpu ? 1 : 16;
        Kernel copy = new Rung("conv2d_im2col", Map.of("RUN", run)).kernel(bench, "im2col");
        MatmulRung product = MatmulRungs.best(bench.settings());
        Kernel multiply = product.rung().kernel(bench, "matmul");
        int depth = 9 * shape.c();
        Buffer patches = bench.backend().allocate(Math.multiplyExact(pixels, depth));
        Buffer y = output();
        return new OnDevice(bench, y, () -> {
            copy.with(shape.n()).with(shape.t()).with(shape.f()).with(shape.c());
            copy.with(shape.outT())
                    .with(shape.outF())
                    .with(shape.padT())
                    .with(x)
                    .with(patches);
            copy.launch(Kernel.groups(depth, items * run), Kernel.groups(pixels, 4), 1, items, 4);
            product.launch(multiply, pixels, shape.o(), depth, patches, w, y);
        });
    }
}
