package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * The gradient of a convolution's weights and bias, back through {@link WinogradConv2d}: for each point the product (C, tiles)
 * (tiles, O) of what came in and of the gradient of what went out, added up over all tiles; then back to taps.
 *
 * <p>The batch is cut into chunks by its shape alone, each with a gradient of its own; these are added in the order of
 * the chunks, so the result does not depend on the number of threads.
 */
final class WinogradWeightGradient {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int POINTS = WinogradTiles.POINTS;

    /** Tiles worked on together: long sums pay for fetching and storing the gradient of the weights' points. */
    private static final int TILES = 64;

    private static final int MOST_CHUNKS = 16;

    /** Floats of all chunks together. */
    private static final int CHUNKS_SIZE = 1 << 23;

    private final Workers workers;

    WinogradWeightGradient(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardWeights}, from any kind of gradient. */
    void run(Conv2dShape s, ImageRows x, ImageRows dy, float[] dw, float[] dbias) {
        WinogradTiles cut = WinogradTiles.of(Window.forward(s));
        boolean wide = cut.isWide(s.n(), s.o());
        int size = POINTS * s.c() * s.o();
        int chunkSize = size + s.o();
        int wanted = wide ? 1 : Math.max(2, Math.min(MOST_CHUNKS, CHUNKS_SIZE / chunkSize));
        int perChunk = (s.n() + wanted - 1) / wanted;
        int chunks = (s.n() + perChunk - 1) / perChunk;
        int together = wide ? s.n() * cut.strips() : cut.stripsOf(TILES);
        float[] partial = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, chunks * chunkSize);
        workers.run(chunks, chunk -> {
            int last = Math.min(s.n(), (chunk + 1) * perChunk) * cut.strips();
            Sums sums = new Sums(partial, chunk * chunkSize, chunk * chunkSize + size);
            Arrays.fill(partial, sums.biasAt, sums.biasAt + s.o(), 0);
            for (int first = chunk * perChunk * cut.strips(), begin = first; first < last; first += together) {
                addStrips(s, cut, x, dy, first, Math.min(together, last - first), sums, first > begin);
            }
        });
        workers.runBlocks(chunkSize, (from, count) -> {
            for (int chunk = 1; chunk < chunks; chunk++) {
                Arithmetic.addScaled(partial, chunk * chunkSize + from, 1, partial, from, count);
            }
        });
        WinogradWeights.gradient(workers, s, partial, dw);
        if (dbias != null) {
            System.arraycopy(partial, size, dbias, 0, s.o());
        }
    }

    /** Where a chunk adds up the gradient of the weights' points, and that of the bias. */
    private record Sums(float[] partial, int at, int biasAt) {}

    /** Adds the gradient of some strips; threads share out what is left to share, if these are all there are. */
    private void addStrips(
            Conv2dShape s, WinogradTiles cut, ImageRows x, ImageRows dy, int first, int count, Sums sums, boolean add) {
        int tiles = count * cut.tiles();
        int inStep = WinogradTiles.pointStep(tiles, s.c());
        int outStep = WinogradTiles.pointStep(tiles, s.o());
        Scratch own = workers.scratch();
        float[] in = own.floats(Scratch.Use.WINOGRAD_INPUT, POINTS * inStep);
        float[] out = own.floats(Scratch.Use.WINOGRAD_OUTPUT, POINTS * outStep);
        float[] bias = own.floats(Scratch.Use.BIAS, count * s.o());
        Arrays.fill(bias, 0, count * s.o(), 0);
        workers.run(count, i -> {
            Scratch scratch = workers.scratch();
            int image = (first + i) / cut.strips();
            int strip = (first + i) % cut.strips();
            int row = strip * cut.outputs();
            cut.transform(scratch, x, image, strip, in, i * cut.tiles() * s.c(), inStep);
            float[] gradient = dy.array(scratch, image, row, cut.rows(strip));
            int dyAt = dy.at(image, row);
            Reductions.addRows(gradient, dyAt, cut.rows(strip) * s.outF(), s.o(), bias, i * s.o());
            cut.transformBack(scratch, gradient, dyAt, strip, s.o(), out, i * cut.tiles() * s.o(), outStep);
        });
        Reductions.addRows(bias, 0, count, s.o(), sums.partial, sums.biasAt);
        workers.run(POINTS, point -> {
            int to = sums.at + point * s.c() * s.o();
            Tile tile = workers.scratch().tile();
            addProducts(s, tiles, in, point * inStep, out, point * outStep, sums.partial, to, add, tile);
        });
    }

    /** du = (c, tiles) times (tiles, o) of a point, added to what is there if {@code add}. */
    private static void addProducts(
            Conv2dShape s,
            int tiles,
            float[] in,
            int inAt,
            float[] out,
            int outAt,
            float[] du,
            int to,
            boolean add,
            Tile tile) {
        for (int o = 0; o < s.o(); o += PANEL) {
            int columns = Math.min(PANEL, s.o() - o);
            for (int c = 0, rows; c < s.c(); c += rows) {
                rows = ColumnMicrokernel.nextRows(s.c() - c);
                int counted = Math.min(rows, s.c() - c);
                boolean whole = columns == PANEL && counted == rows;
                int at = to + c * s.o() + o;
                ColumnMicrokernel.multiply(
                        rows,
                        in,
                        inAt + c,
                        s.c(),
                        out,
                        outAt + o,
                        s.o(),
                        whole ? du : tile.data,
                        whole ? at : 0,
                        whole ? s.o() : PANEL,
                        tiles,
                        whole && add);
                if (!whole) {
                    tile.store(du, at, s.o(), counted, columns, add);
                }
            }
        }
    }
}
