package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * The gradient of a convolution's weights and bias.
 *
 * <p>For one kernel row it is a matrix product again: rows are the kernel columns and input channels, neighbours in the
 * image; columns are output channels; the sum runs over the positions of a band, each a constant distance from the last
 * ({@link ColumnMicrokernel}). To make the sum one loop over all rows of the band, dy is packed in panels as wide as the
 * band, with zeros where the band has its border.
 *
 * <p>A 3x3 kernel over one channel, the first layer of a spectrogram's CNN, has too few rows for that and a microkernel
 * of its own ({@link NineTapMicrokernel}).
 *
 * <p>The batch is cut into chunks by its shape alone, each with a gradient of its own; these are added in the order of
 * the chunks, so the result does not depend on the number of threads.
 *
 * <p>An object serves one thread, and keeps what the call that is under way works on.
 */
final class Conv2dWeightGradient {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int ROWS = ColumnMicrokernel.ROWS;

    /** Positions of a band: long enough to pay for loading and storing the tile, short enough to stay in cache. */
    private static final int POSITIONS = 384;

    /** The same for one channel, whose positions are single floats. */
    private static final int NINE_TAP_POSITIONS = 2048;

    private static final int CHUNKS = 16;
    private static final int SUM_BLOCK = 1 << 13;

    private final Workers workers;
    private final WinogradWeightGradient winograd;
    private final PlainRows images = new PlainRows();
    private final Workers.Task chunkSums = this::addChunk;
    private final Workers.Task chunkJoin = this::joinChunks;
    private Conv2dShape s;
    private Window window;
    private ImageRows dy;
    private float[] dw;
    private boolean withBias;
    private int perChunk;
    private int chunks;

    /** Of each chunk the gradient of the weights, and that of the bias behind it. */
    private float[] sums;

    Conv2dWeightGradient(Workers workers) {
        this.workers = workers;
        this.winograd = new WinogradWeightGradient(workers);
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardWeights}, from any kind of gradient. */
    void run(ConvPlan plan, float[] x, ImageRows dy, float[] dw, float[] dbias) {
        s = plan.shape;
        images.input(s, x);
        if (plan.forward.winograd() != null) {
            winograd.run(plan, images, dy, dw, dbias);
            return;
        }
        window = plan.forward.window();
        this.dy = dy;
        this.dw = dw;
        withBias = dbias != null;
        perChunk = ceilDiv(s.n(), CHUNKS);
        chunks = ceilDiv(s.n(), perChunk);
        int size = s.weightSize();
        sums = workers.scratch().floats(Scratch.Use.PARTIAL_SUMS, chunks * chunkSize());
        workers.run(chunks, chunkSums);
        workers.run(ceilDiv(size, SUM_BLOCK), chunkJoin);
        if (withBias) {
            joinChunks(size, s.o(), dbias, 0);
        }
    }

    private int chunkSize() {
        return s.weightSize() + s.o();
    }

    private void addChunk(int chunk) {
        int at = chunk * chunkSize();
        Arrays.fill(sums, at, at + chunkSize(), 0);
        boolean nineTaps = NineTapMicrokernel.computes(s);
        Scratch scratch = workers.scratch();
        Band band = nineTaps ? scratch.bandOfRows(window) : scratch.band(window);
        for (int image = chunk * perChunk; image < Math.min(s.n(), (chunk + 1) * perChunk); image++) {
            if (nineTaps) {
                addNineTaps(band, image, at);
            } else {
                addImage(band, image, at);
            }
        }
    }

    private void joinChunks(int block) {
        int from = block * SUM_BLOCK;
        joinChunks(from, Math.min(SUM_BLOCK, s.weightSize() - from), dw, from);
    }

    private void joinChunks(int from, int n, float[] to, int at) {
        System.arraycopy(sums, from, to, at, n);
        for (int chunk = 1; chunk < chunks; chunk++) {
            Arithmetic.addScaled(sums, from + chunk * chunkSize(), 1, to, at, n);
        }
    }

    /** Adds the gradient of one image of one channel; that of the bias lies behind that of the weights, as a tenth tap. */
    private void addNineTaps(Band band, int image, int to) {
        int rowsAtOnce = Math.min(s.outT(), Math.max(1, NINE_TAP_POSITIONS / s.outF()));
        for (int first = 0; first < s.outT(); first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, s.outT() - first);
            Scratch scratch = workers.scratch();
            band.load(scratch, images, image, first, rows);
            float[] gradient = dy.array(scratch, image, first, rows);
            int gradientAt = dy.at(image, first);
            for (int t = 0; t < rows; t++) {
                int dyAt = gradientAt + t * s.outF() * s.o();
                for (int o = 0; o < s.o(); o += Lanes.COUNT) {
                    NineTapMicrokernel.add(
                            band.data,
                            band.at(t, 0),
                            band.pitch(),
                            gradient,
                            dyAt + o,
                            s.o(),
                            sums,
                            to + o,
                            s.o(),
                            s.outF());
                }
            }
        }
    }

    private void addImage(Band band, int image, int to) {
        Scratch scratch = workers.scratch();
        int pitch = band.isFlat() ? band.pitch() : s.outF();
        int rowsAtOnce = Math.min(s.outT(), Math.max(1, POSITIONS / pitch));
        for (int first = 0; first < s.outT(); first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, s.outT() - first);
            band.load(scratch, images, image, first, rows);
            float[] gradient = dy.array(scratch, image, first, rows);
            int positions = rows * pitch;
            int panels = ceilDiv(s.o(), PANEL);
            float[] packed = scratch.floats(Scratch.Use.GRADIENT, panels * positions * PANEL);
            int dyAt = dy.at(image, first);
            if (withBias) {
                Reductions.addRows(gradient, dyAt, rows * s.outF(), s.o(), sums, to + s.weightSize());
            }
            // where a panel is all of dy and nothing lies between the rows, dy is that panel already
            boolean inPlace = s.o() == PANEL && pitch == s.outF();
            for (int p = 0; p < panels && !inPlace; p++) {
                packGradient(s, gradient, dyAt, rows, pitch, p * PANEL, packed, Scratch.FIRST + p * positions * PANEL);
            }
            for (int p = 0; p < panels; p++) {
                float[] panel = inPlace ? gradient : packed;
                int panelAt = inPlace ? dyAt : Scratch.FIRST + p * positions * PANEL;
                addPanel(s, band, rows, pitch, panel, panelAt, p * PANEL, sums, to, scratch);
            }
        }
    }

    /** dy of a band as a panel: position (t, f) in row t pitch + f, zero where f is beyond the output. */
    private static void packGradient(
            Conv2dShape s, float[] dy, int from, int rows, int pitch, int o, float[] packed, int at) {
        int columns = Math.min(PANEL, s.o() - o);
        for (int t = 0; t < rows; t++) {
            int row = at + t * pitch * PANEL;
            int first = from + t * s.outF() * s.o() + o;
            Panels.packColumns(dy, first, s.o(), false, columns, s.outF(), PANEL, packed, row);
            Arrays.fill(packed, row + s.outF() * PANEL, row + pitch * PANEL, 0);
        }
    }

    /** Adds a band's part of the gradient for one panel of output channels. */
    private static void addPanel(
            Conv2dShape s,
            Band band,
            int rows,
            int pitch,
            float[] packed,
            int panelAt,
            int o,
            float[] dw,
            int to,
            Scratch scratch) {
        int columns = Math.min(PANEL, s.o() - o);
        Tile tile = scratch.tile();
        int runs = band.isFlat() ? 1 : rows;
        int run = rows * pitch / runs;
        for (int i = 0; i < band.segments; i++) {
            for (int r = 0; r < band.depth; r += ROWS) {
                int tileRows = Math.min(ROWS, band.depth - r);
                int at = to + (i * band.depth + r) * s.o() + o;
                boolean whole = tileRows == ROWS && columns == PANEL;
                for (int t = 0; t < runs; t++) {
                    ColumnMicrokernel.multiply(
                            band.data,
                            band.at(t, i) + r,
                            band.step,
                            packed,
                            panelAt + t * run * PANEL,
                            PANEL,
                            whole ? dw : tile.data,
                            whole ? at : 0,
                            whole ? s.o() : PANEL,
                            run,
                            whole || t > 0);
                }
                if (!whole) {
                    tile.addTo(dw, at, s.o(), tileRows, columns);
                }
            }
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
