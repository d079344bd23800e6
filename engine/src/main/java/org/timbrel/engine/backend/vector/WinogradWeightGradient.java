package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * The gradient of a convolution's weights and bias, back through {@link WinogradConv2d}: for each point the product (C, tiles)
 * (tiles, O) of what came in and of the gradient of what went out, added up over all tiles; then back to taps.
 *
 * <p>The batch is cut into chunks by its shape alone, each with a gradient of its own; these are added in the order of
 * the chunks, so the result does not depend on the number of threads.
 *
 * <p>An object serves one thread, and keeps what the call that is under way works on.
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
    private final Workers.Task chunkSums = this::addChunk;
    private final RowTask chunkJoin = this::joinChunks;
    private final Workers.Task toTaps = this::toTaps;
    private final Workers.Task transforms = this::transform;
    private final Workers.Task products = this::addProducts;
    private Conv2dShape s;
    private WinogradTiles cut;
    private Groups groups;
    private ImageRows x;
    private ImageRows dy;
    private float[] dw;
    private int perChunk;
    private int chunks;
    private int chunkSize;

    /** Of each chunk the gradient of the weights' points, and that of the bias behind it. */
    private float[] sums;

    // what threads work on that share a group of strips
    private int sharedFirst;
    private int sharedCount;
    private float[] sharedIn;
    private float[] sharedOut;
    private float[] sharedBias;

    WinogradWeightGradient(Workers workers) {
        this.workers = workers;
    }

    /**
     * How strips are taken together.
     *
     * @param wide whether all of them go together, shared by the threads
     * @param together strips of a group
     * @param in layout of a group's points of what came in
     * @param out of those of the gradient
     */
    record Groups(boolean wide, int together, PointLayout in, PointLayout out) {
        static Groups of(Conv2dShape s, ConvPlan.Direction forward) {
            WinogradTiles cut = forward.winograd().tiles();
            boolean wide = cut.isWide(s.n(), s.o());
            int together = wide ? s.n() * cut.strips() : cut.stripsOf(TILES);
            int tiles = together * cut.tiles();
            return new Groups(wide, together, PointLayout.dense(tiles, s.c()), PointLayout.dense(tiles, s.o()));
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardWeights}, from any kind of gradient. */
    void run(ConvPlan plan, ImageRows x, ImageRows dy, float[] dw, float[] dbias) {
        s = plan.shape;
        cut = plan.forward.winograd().tiles();
        groups = plan.weightGroups;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        chunkSize = biasAt(0) + s.o();
        int wanted = groups.wide ? 1 : Math.max(2, Math.min(MOST_CHUNKS, CHUNKS_SIZE / chunkSize));
        perChunk = (s.n() + wanted - 1) / wanted;
        chunks = (s.n() + perChunk - 1) / perChunk;
        sums = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, chunks * chunkSize);
        workers.run(chunks, chunkSums);
        workers.runBlocks(chunkSize, chunkJoin);
        workers.run(WinogradWeights.blocks(s.c() * s.o()), toTaps);
        if (dbias != null) {
            System.arraycopy(sums, biasAt(Scratch.FIRST), dbias, 0, s.o());
        }
    }

    /** The sums of a chunk, a group of strips at a time. */
    private void addChunk(int chunk) {
        int begin = chunk * perChunk * cut.strips();
        int end = Math.min(s.n(), (chunk + 1) * perChunk) * cut.strips();
        int at = Scratch.FIRST + chunk * chunkSize;
        Arrays.fill(sums, biasAt(at), at + chunkSize, 0);
        for (int first = begin; first < end; first += groups.together) {
            int count = Math.min(groups.together, end - first);
            if (chunks == 1) {
                addShared(first, count);
            } else {
                add(first, count, at, first > begin);
            }
        }
    }

    /** Adds the gradient of the strips from {@code first} on to the sums of a chunk, on one thread. */
    private void add(int first, int count, int at, boolean more) {
        Scratch scratch = workers.scratch();
        float[] in = input(scratch);
        float[] out = output(scratch);
        float[] bias = bias(scratch, count);
        for (int i = 0; i < count; i++) {
            transform(first + i, i, in, out, bias, scratch);
        }
        addBias(bias, count, at);
        for (int point = 0; point < POINTS; point++) {
            addProducts(point, count, in, out, at, more, scratch.tile());
        }
    }

    /** The same for the only chunk; threads share out each part of the way. */
    private void addShared(int first, int count) {
        Scratch own = workers.scratch();
        sharedFirst = first;
        sharedCount = count;
        sharedIn = input(own);
        sharedOut = output(own);
        sharedBias = bias(own, count);
        workers.run(count, transforms);
        addBias(sharedBias, count, Scratch.FIRST);
        workers.run(POINTS, products);
    }

    private void transform(int i) {
        transform(sharedFirst + i, i, sharedIn, sharedOut, sharedBias, workers.scratch());
    }

    private void addProducts(int point) {
        Tile tile = workers.scratch().tile();
        addProducts(point, sharedCount, sharedIn, sharedOut, Scratch.FIRST, sharedFirst > 0, tile);
    }

    private float[] input(Scratch scratch) {
        return scratch.floats(Scratch.Use.WINOGRAD_INPUT, groups.in.size());
    }

    /** With room behind it for a last tile that reads on. */
    private float[] output(Scratch scratch) {
        return scratch.floats(Scratch.Use.WINOGRAD_OUTPUT, groups.out.size() + PANEL);
    }

    private float[] bias(Scratch scratch, int count) {
        float[] bias = scratch.floats(Scratch.Use.BIAS, count * s.o());
        Arrays.fill(bias, 0, count * s.o(), 0);
        return bias;
    }

    /** Both sides of a strip, the i-th of those side by side, to points; and its gradient of the bias. */
    private void transform(int strip, int i, float[] in, float[] out, float[] bias, Scratch scratch) {
        int image = strip / cut.strips();
        int within = strip % cut.strips();
        int row = within * cut.outputs();
        int rows = cut.rows(within);
        cut.transform(scratch, x, image, within, in, groups.in, i * cut.tiles());
        float[] gradient = dy.array(scratch, image, row, rows);
        int dyAt = dy.at(image, row);
        Reductions.addRows(gradient, dyAt, rows * s.outF(), s.o(), bias, i * s.o());
        cut.transformBack(scratch, gradient, dyAt, within, out, groups.out, i * cut.tiles());
    }

    /** Where the gradient of the bias begins in the sums of a chunk, which begin at {@code at}. */
    private int biasAt(int at) {
        return at + POINTS * s.c() * s.o();
    }

    private void addBias(float[] bias, int count, int at) {
        Reductions.addRows(bias, 0, count, s.o(), sums, biasAt(at));
    }

    private void addProducts(int point, int count, float[] in, float[] out, int at, boolean more, Tile tile) {
        int to = at + point * s.c() * s.o();
        int tiles = count * cut.tiles();
        int inAt = groups.in.at(point, 0, 0);
        int outAt = groups.out.at(point, 0, 0);
        multiply(s, tiles, in, inAt, out, outAt, sums, to, more, tile);
    }

    private void joinChunks(int from, int count) {
        int to = Scratch.FIRST + from;
        for (int chunk = 1; chunk < chunks; chunk++) {
            Arithmetic.addScaled(sums, to + chunk * chunkSize, 1, sums, to, count);
        }
    }

    private void toTaps(int block) {
        WinogradWeights.gradient(s, block, sums, dw, workers.scratch());
    }

    /** du = (c, tiles) times (tiles, o) of a point, added to what is there if {@code add}. */
    private static void multiply(
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
                if (!whole && add) {
                    tile.addTo(du, at, s.o(), counted, columns);
                } else if (!whole) {
                    tile.store(du, at, s.o(), counted, columns);
                }
            }
        }
    }
}
