package org.timbrel.engine.backend.vector;

import java.util.Arrays;

/**
 * How the output of a convolution is cut into Winograd's tiles: a strip is a row of tiles of one image; strips are counted
 * through all images, and a few of them are worked on together.
 *
 * @param window the convolution: strides of 1, channels of a vector or more
 * @param strip the same for a strip, its last tile whole
 * @param outputs rows and columns of a tile's output
 * @param strips of an image
 * @param tiles of a strip
 */
record WinogradTiles(Window window, Window strip, int outputs, int strips, int tiles) {
    /** Points of a tile's transform. */
    static final int POINTS = WinogradTransform.SIZE * WinogradTransform.SIZE;

    private static final int SIZE = WinogradTransform.SIZE;

    private static final int LEAST_CHANNELS = 16;
    private static final int LEAST_TILES = 32;

    /** Floats that no second-level cache holds. */
    static final int LARGE = 1 << 19;

    /** Floats of the points of all tiles: as much as a usual third-level cache. */
    private static final int MOST_POINTS = 1 << 23;

    static WinogradTiles of(Window window) {
        int outputs = WinogradTransform.outputs(window.kt());
        int strips = pieces(window.outT(), outputs);
        int tiles = pieces(window.outF(), outputs);
        return new WinogradTiles(window, window.of(outputs, tiles * outputs), outputs, strips, tiles);
    }

    private static int pieces(int length, int size) {
        return (length + size - 1) / size;
    }

    /**
     * Whether fewer multiplications outweigh the transforms: with channels enough, no more than half of the tiles' outputs
     * beyond the border, and so many tiles that the points of the weights are used often.
     */
    static boolean pay(int images, Window window, int channels) {
        boolean square = window.kt() == window.kf() && (window.kt() == 3 || window.kt() == 5);
        boolean dense =
                window.strideT() == 1 && window.strideF() == 1 && window.spreadT() == 1 && window.spreadF() == 1;
        if (!square || !dense || Math.min(window.c(), channels) < LEAST_CHANNELS) {
            return false;
        }
        int outputs = WinogradTransform.outputs(window.kt());
        int tiles = pieces(window.outT(), outputs) * pieces(window.outF(), outputs);
        int computed = tiles * outputs * outputs;
        return 2 * window.outT() * window.outF() >= computed && images * tiles >= LEAST_TILES;
    }

    /** Whether all tiles go together: the points of the weights are large, and there is memory for those of all tiles. */
    boolean isWide(int images, int channels) {
        long points = (long) POINTS * images * strips * tiles * (window.c() + channels);
        return POINTS * window.c() * channels >= LARGE && points <= MOST_POINTS;
    }

    /** Strips that make about so many tiles. */
    int stripsOf(int count) {
        return Math.max(1, count / tiles);
    }

    /** Rows of the output in a strip of an image. */
    int rows(int strip) {
        return Math.min(outputs, window.outT() - strip * outputs);
    }

    /** Transforms what a strip reads to points, its first tile to the tile {@code first} of the layout. */
    void transform(Scratch scratch, ImageRows x, int image, int strip, float[] points, PointLayout layout, int first) {
        int c = window.c();
        int row = (tiles * outputs + window.kf() - 1) * c;
        float[] half = scratch.floats(Scratch.Use.WINOGRAD_ROWS, SIZE * row);
        int top = strip * outputs - window.padT();
        if (x instanceof PlainRows rows && top >= 0 && top + SIZE <= window.t()) {
            transformRows(rows, image, top, half, row);
        } else {
            Band band = scratch.bandOfRows(this.strip);
            band.load(scratch, x, image, strip * outputs, outputs);
            WinogradTransform.input(band.data, 0, row, half, Scratch.FIRST, row, row);
        }
        for (int k = 0, block = Scratch.FIRST; k < c; k += layout.block, block += layout.blockStep) {
            int n = Math.min(layout.block, c - k);
            for (int i = 0; i < SIZE; i++) {
                for (int tile = 0; tile < tiles; tile++) {
                    int from = Scratch.FIRST + i * row + tile * outputs * c + k;
                    int to = i * SIZE * layout.step + block + (first + tile) * layout.block;
                    WinogradTransform.input(half, from, c, points, to, layout.step, n);
                }
            }
        }
    }

    /** Transforms six rows of an image where they lie, and sets the border beside them to zero. */
    private void transformRows(PlainRows x, int image, int first, float[] half, int row) {
        int begin = window.padF() * window.c();
        int n = Math.min(window.f() * window.c(), row - begin);
        WinogradTransform.input(x.x(), x.at(image, first), x.rowSize(), half, Scratch.FIRST + begin, row, n);
        for (int i = 0; i < SIZE; i++) {
            int at = Scratch.FIRST + i * row;
            Arrays.fill(half, at, at + begin, 0);
            Arrays.fill(half, at + begin + n, at + row, 0);
        }
    }

    /** The way back of a strip's outputs, rows of (outF, channels): to points as {@link #transform} does, in a dense layout. */
    void transformBack(
            Scratch scratch, float[] dy, int dyAt, int strip, float[] points, PointLayout layout, int first) {
        int channels = layout.channels;
        int row = window.outF() * channels;
        int padded = tiles * outputs * channels;
        float[] half = scratch.floats(Scratch.Use.WINOGRAD_ROWS, SIZE * padded);
        float[] rows = dy;
        int rowsAt = dyAt;
        if (rows(strip) < outputs) {
            rows = scratch.floats(Scratch.Use.WINOGRAD_LAST_ROWS, outputs * row);
            rowsAt = 0;
            System.arraycopy(dy, dyAt, rows, 0, rows(strip) * row);
            Arrays.fill(rows, rows(strip) * row, outputs * row, 0);
        }
        WinogradTransform.outputBack(rows, rowsAt, row, half, Scratch.FIRST, padded, row, outputs);
        for (int i = 0; i < SIZE; i++) {
            int begin = Scratch.FIRST + i * padded;
            Arrays.fill(half, begin + row, begin + padded, 0);
            for (int tile = 0; tile < tiles; tile++) {
                int from = begin + tile * outputs * channels;
                int to = layout.at(i * SIZE, first + tile, 0);
                WinogradTransform.outputBack(half, from, channels, points, to, layout.step, channels, outputs);
            }
        }
    }

    /** A strip's outputs from its points, as {@link #transform} has them, to rows of (outF, channels). */
    void outputs(Scratch scratch, float[] points, PointLayout layout, int first, int strip, float[] y, int to) {
        int channels = layout.channels;
        int row = window.outF() * channels;
        int padded = tiles * outputs * channels;
        float[] half = scratch.floats(Scratch.Use.WINOGRAD_ROWS, SIZE * padded);
        for (int k = 0, block = Scratch.FIRST; k < channels; k += layout.block, block += layout.blockStep) {
            int n = Math.min(layout.block, channels - k);
            for (int i = 0; i < SIZE; i++) {
                for (int tile = 0; tile < tiles; tile++) {
                    int from = i * SIZE * layout.step + block + (first + tile) * layout.block;
                    int target = Scratch.FIRST + i * padded + tile * outputs * channels + k;
                    WinogradTransform.output(points, from, layout.step, half, target, channels, n, outputs);
                }
            }
        }
        if (rows(strip) == outputs) {
            WinogradTransform.output(half, Scratch.FIRST, padded, y, to, row, row, outputs);
        } else {
            float[] rows = scratch.floats(Scratch.Use.WINOGRAD_LAST_ROWS, outputs * row);
            WinogradTransform.output(half, Scratch.FIRST, padded, rows, 0, row, row, outputs);
            System.arraycopy(rows, 0, y, to, rows(strip) * row);
        }
    }
}
