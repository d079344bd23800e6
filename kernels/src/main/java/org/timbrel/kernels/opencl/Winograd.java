package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;

/** Convolutions by Winograd's algorithm: {@code winograd.cl}, with the products of {@code matmul.cl}. */
final class Winograd {
    /** Inputs of a tile along one axis, and points of its transform. */
    private static final int SIZE = 6;

    private static final int POINTS = SIZE * SIZE;
    /** Numbers after which addresses fall on the same line of a first-level cache. */
    private static final int PAGE = 1024;

    /** Numbers of a line. */
    private static final int LINE = 16;

    private static final int LEAST_CHANNELS = 16;
    private static final int LEAST_TILES = 32;

    private final Matmul matmul;
    private final Scratch scratch;
    private final int tilesOfARun;
    private final KernelFile three;
    private final KernelFile five;
    private final KernelFile threeTurned;
    private final KernelFile fiveTurned;

    Winograd(Programs programs, Matmul matmul, Scratch scratch) {
        this.matmul = matmul;
        this.scratch = scratch;
        three = programs.file("winograd");
        five = programs.file("winograd", "-D TAPS=5");
        threeTurned = programs.file("winograd", "-D TURNED=1");
        fiveTurned = programs.file("winograd", "-D TAPS=5 -D TURNED=1");
        tilesOfARun = three.setting("TILES");
    }

    /**
     * Whether fewer multiplications outweigh the transforms: with whole vectors of channels, enough of them, no more than half of the tiles' outputs
     * beyond the border, and tiles enough that the points of the weights are used often.
     */
    boolean pays(Conv2dShape s) {
        int vector = three.setting("VECTOR");
        boolean square = s.kt() == s.kf() && (s.kt() == 3 || s.kt() == 5);
        if (tilesOfARun == 0
                || !square
                || s.strideT() != 1
                || s.strideF() != 1
                || s.c() % vector != 0
                || s.o() % vector != 0
                || Math.min(s.c(), s.o()) < LEAST_CHANNELS) {
            return false;
        }
        int tiles = tilesOfAnImage(s);
        return s.n() * tiles >= LEAST_TILES && 2 * s.outT() * s.outF() >= tiles * outputs(s) * outputs(s);
    }

    /** Outputs of a tile along one axis. */
    private static int outputs(Conv2dShape s) {
        return SIZE + 1 - s.kt();
    }

    private static int tilesOfAnImage(Conv2dShape s) {
        return Kernel.groups(s.outT(), outputs(s)) * Kernel.groups(s.outF(), outputs(s));
    }

    /**
     * The points of weights (kt,kf,c,o), good until the next call.
     *
     * @param turned for the way back to the input
     */
    Buffer weights(Conv2dShape s, Buffer w, boolean turned) {
        Buffer points = scratch.take(Scratch.Use.WEIGHT_POINTS, POINTS * s.c() * s.o());
        KernelFile file = s.kt() == 3 ? (turned ? threeTurned : three) : (turned ? fiveTurned : five);
        Kernel kernel =
                file.kernel("weight_points").with(s.c()).with(s.o()).with(w).with(points);
        file.launch(kernel, Kernel.groups(s.o(), file.setting("VECTOR")), s.c());
        return points;
    }

    /**
     * y = activation(x * w + bias) for some images, run by run.
     *
     * @param weights the points of w
     */
    void convolve(
            Conv2dShape s,
            int images,
            Buffer x,
            int xOffset,
            Buffer weights,
            Buffer bias,
            Activation activation,
            Buffer y,
            int yOffset) {
        int all = images * tilesOfAnImage(s);
        int most = Math.min(all, tilesOfARun);
        Buffer inputs = scratch.take(Scratch.Use.INPUT_POINTS, POINTS * step(most, s.c()));
        Buffer products = scratch.take(Scratch.Use.PRODUCT_POINTS, POINTS * step(most, s.o()));
        for (int first = 0; first < all; first += most) {
            int tiles = Math.min(most, all - first);
            inputPoints(s, first, tiles, x, xOffset, inputs);
            matmul.multiply(
                    POINTS,
                    tiles,
                    s.o(),
                    s.c(),
                    new Matmul.Operand(inputs, 0, s.c(), 1, step(tiles, s.c())),
                    new Matmul.Operand(weights, 0, s.o(), 1, s.c() * s.o()),
                    null,
                    Activation.NONE,
                    false,
                    new Matmul.Operand(products, 0, s.o(), 1, step(tiles, s.o())));
            outputs(s, first, tiles, products, bias, activation, y, yOffset);
        }
    }

    /** From a point of all tiles to the next one: so that a tile's points don't meet in the same lines of a cache. */
    private static int step(int tiles, int channels) {
        return Kernel.groups(tiles * channels, PAGE) * PAGE + LINE;
    }

    private void inputPoints(Conv2dShape s, int first, int tiles, Buffer x, int xOffset, Buffer points) {
        KernelFile file = (s.kt() == 3 ? three : five).storedAs(null, x);
        Kernel kernel = file.kernel("input_points")
                .with(first)
                .with(tiles)
                .with(Kernel.groups(s.outT(), outputs(s)))
                .with(Kernel.groups(s.outF(), outputs(s)))
                .with(s.t())
                .with(s.f())
                .with(s.c())
                .with(s.padT())
                .with(s.padF())
                .with(x)
                .with(xOffset)
                .with(points)
                .with(step(tiles, s.c()));
        file.launch(kernel, Kernel.groups(s.c(), file.setting("VECTOR")), tiles);
    }

    private void outputs(
            Conv2dShape s,
            int first,
            int tiles,
            Buffer products,
            Buffer bias,
            Activation activation,
            Buffer y,
            int yOffset) {
        KernelFile file = (s.kt() == 3 ? three : five).storedAs(y);
        Kernel kernel = file.kernel("outputs")
                .with(first)
                .with(tiles)
                .with(Kernel.groups(s.outT(), outputs(s)))
                .with(Kernel.groups(s.outF(), outputs(s)))
                .with(s.outT())
                .with(s.outF())
                .with(s.o())
                .with(products)
                .with(step(tiles, s.o()))
                .with(bias == null ? products : bias)
                .with(bias != null)
                .with(activation)
                .with(y)
                .with(yOffset);
        file.launch(kernel, Kernel.groups(s.o(), file.setting("VECTOR")), tiles);
    }
}
