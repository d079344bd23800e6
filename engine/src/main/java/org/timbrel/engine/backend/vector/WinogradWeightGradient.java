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
        int size = POINTS * s.c() * s.o();
        int chunkSize = size + s.o();
        int wanted = Math.max(2, Math.min(MOST_CHUNKS, CHUNKS_SIZE / chunkSize));
        int perChunk = (s.n() + wanted - 1) / wanted;
        int chunks = (s.n() + perChunk - 1) / perChunk;
        float[] partial = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, chunks * chunkSize);
        workers.run(chunks, chunk -> {
            int at = chunk * chunkSize;
            Arrays.fill(partial, at, at + chunkSize, 0);
            int first = chunk * perChunk;
            addImages(s, x, dy, first, Math.min(perChunk, s.n() - first), partial, at);
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

    /** Adds the gradient of some images; that of the bias lies behind that of the weights' points. */
    private void addImages(Conv2dShape s, ImageRows x, ImageRows dy, int image, int images, float[] du, int to) {
        WinogradTiles cut = WinogradTiles.of(Window.forward(s));
        Scratch scratch = workers.scratch();
        int together = cut.stripsOf(TILES);
        int strips = images * cut.strips();
        for (int first = 0; first < strips; first += together) {
            int count = Math.min(together, strips - first);
            int tiles = count * cut.tiles();
            int inStep = WinogradTiles.pointStep(tiles, s.c());
            int outStep = WinogradTiles.pointStep(tiles, s.o());
            float[] in = scratch.floats(Scratch.Use.WINOGRAD_INPUT, POINTS * inStep);
            float[] out = scratch.floats(Scratch.Use.WINOGRAD_OUTPUT, POINTS * outStep);
            for (int i = 0; i < count; i++) {
                int current = image + (first + i) / cut.strips();
                int strip = (first + i) % cut.strips();
                int row = strip * cut.outputs();
                cut.transform(scratch, x, current, strip, in, i * cut.tiles() * s.c(), inStep);
                float[] gradient = dy.array(scratch, current, row, cut.rows(strip));
                int dyAt = dy.at(current, row);
                Reductions.addRows(gradient, dyAt, cut.rows(strip) * s.outF(), s.o(), du, to + POINTS * s.c() * s.o());
                cut.transformBack(scratch, gradient, dyAt, strip, s.o(), out, i * cut.tiles() * s.o(), outStep);
            }
            addProducts(s, tiles, in, inStep, out, outStep, du, to, new Tile(scratch));
        }
    }

    /** For each point, du += (c, tiles) times (tiles, o). */
    private static void addProducts(
            Conv2dShape s, int tiles, float[] in, int inStep, float[] out, int outStep, float[] du, int to, Tile tile) {
        int panels = (s.o() + PANEL - 1) / PANEL;
        for (int task = 0; task < POINTS * panels; task++) {
            int point = task / panels;
            int o = task % panels * PANEL;
            int columns = Math.min(PANEL, s.o() - o);
            for (int c = 0, rows; c < s.c(); c += rows) {
                rows = ColumnMicrokernel.nextRows(s.c() - c);
                int counted = Math.min(rows, s.c() - c);
                boolean whole = columns == PANEL && counted == rows;
                int at = to + (point * s.c() + c) * s.o() + o;
                ColumnMicrokernel.multiply(
                        rows,
                        in,
                        point * inStep + c,
                        s.c(),
                        out,
                        point * outStep + o,
                        s.o(),
                        whole ? du : tile.data,
                        whole ? at : 0,
                        whole ? s.o() : PANEL,
                        tiles,
                        whole);
                if (!whole) {
                    tile.store(du, at, s.o(), counted, columns, true);
                }
            }
        }
    }
}
