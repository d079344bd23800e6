package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Direct convolution, channels last, without im2col.
 *
 * <p>For one kernel row, the kernel columns and input channels under an output position are neighbours in memory, and the
 * next output column's begin a constant distance on. So for each kernel row a tile of output columns times two vectors
 * of output channels is a small matrix product of depth KF C whose left operand is the image itself
 * ({@link RowMicrokernel}); products of the kernel rows add up in y. The image is first copied, a band of rows at a time,
 * with zeros around it ({@link Band}). Weights are packed in panels of two vectors of output channels.
 *
 * <p>The gradient of x is the same walk over dy with the kernel turned round. The unit that threads share out is a band
 * of an image; the gradient of the weights is in {@link Conv2dWeightGradient}.
 */
final class Conv2d {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Floats of a band, or half of those it gives: a quarter of a usual second-level cache. */
    private static final int BAND_SIZE = 1 << 16;

    private final Workers workers;
    private final WinogradConv2d winograd;
    private final WinogradInputGradient winogradBack;

    Conv2d(Workers workers) {
        this.workers = workers;
        this.winograd = new WinogradConv2d(workers);
        this.winogradBack = new WinogradInputGradient(workers);
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2d}. */
    void forward(ConvPlan plan, float[] x, float[] w, float[] bias, Activation activation, float[] y) {
        Conv2dShape s = plan.shape;
        Output output = new WholeOutput(y, s.outT() * s.outF(), s.outF(), s.o(), new Epilogue(bias, activation));
        forward(s, plan.forward, PlainRows.input(s, x), w, output);
    }

    /** The convolution at the positions of a direction's window, to any kind of output. */
    void forward(Conv2dShape s, ConvPlan.Direction direction, ImageRows x, float[] w, Output output) {
        if (direction.winograd() != null) {
            WinogradWeights weights = new WinogradWeights(s, w, WinogradWeights.Order.FORWARD);
            winograd.convolve(direction.winograd(), x, weights, output);
        } else {
            boolean nineTaps = NineTapMicrokernel.computes(s);
            BandKernel kernel = nineTaps ? new NineTapKernel(s.o(), w) : new TileKernel(s.o(), packForward(s, w));
            convolve(direction, x, output, kernel);
        }
    }

    /** Panels of the weights. */
    private float[] packForward(Conv2dShape s, float[] w) {
        int depth = s.kt() * s.kf() * s.c();
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, ceilDiv(s.o(), PANEL) * PANEL * depth);
        Matrix weights = new Matrix(w, 0, s.o(), false);
        for (int o = 0; o < s.o(); o += PANEL) {
            Panels.packColumns(
                    weights, o, Math.min(PANEL, s.o() - o), 0, depth, PANEL, packed, Scratch.FIRST + o * depth);
        }
        return packed;
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardInput}, from any kind of gradient. */
    void backwardInput(ConvPlan plan, ImageRows dy, float[] w, float[] dx) {
        Conv2dShape s = plan.shape;
        if (plan.backThroughTiles) {
            winogradBack.run(plan, dy, w, dx);
            return;
        }
        Output output = new WholeOutput(dx, s.t() * s.f(), s.f(), s.c(), Epilogue.NONE);
        if (plan.backward.winograd() != null) {
            WinogradWeights weights = new WinogradWeights(s, w, WinogradWeights.Order.TURNED);
            winograd.convolve(plan.backward.winograd(), dy, weights, output);
        } else {
            convolve(plan.backward, dy, output, new TileKernel(s.c(), packTurned(s, w)));
        }
    }

    /** Panels of the weights turned by 180 degrees, with input and output channels exchanged. */
    private float[] packTurned(Conv2dShape s, float[] w) {
        int taps = s.kt() * s.kf();
        int size = s.o() * PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, ceilDiv(s.c(), PANEL) * taps * size);
        for (int tap = 0; tap < taps; tap++) {
            Matrix weights = new Matrix(w, (taps - 1 - tap) * s.c() * s.o(), s.o(), true);
            for (int c = 0; c < s.c(); c += PANEL) {
                int at = Scratch.FIRST + (c / PANEL * taps + tap) * size;
                Panels.packColumns(weights, c, Math.min(PANEL, s.c() - c), 0, s.o(), PANEL, packed, at);
            }
        }
        return packed;
    }

    /** Convolves all images band by band. */
    private void convolve(ConvPlan.Direction direction, ImageRows x, Output output, BandKernel kernel) {
        Window window = direction.window();
        int width = window.outF() * direction.channels();
        int rowSize = Math.max(kernel.band(workers.scratch(), window).rowSize(), width / 2);
        int fitting = Math.max(1, BAND_SIZE / rowSize / output.rowsTogether()) * output.rowsTogether();
        int rowsAtOnce = Math.min(window.outT(), fitting);
        int bands = ceilDiv(window.outT(), rowsAtOnce);
        workers.run(direction.images() * bands, task -> {
            int image = task / bands;
            int first = task % bands * rowsAtOnce;
            int rows = Math.min(rowsAtOnce, window.outT() - first);
            Scratch scratch = workers.scratch();
            Band band = kernel.band(scratch, window);
            band.load(scratch, x, image, first, rows);
            float[] y = output.array(scratch, rows);
            int to = output.at(image, first);
            kernel.convolve(scratch, window, band, rows, y, to);
            output.finish(scratch, y, to, image, first, rows);
        });
    }

    /** Computes the rows of a band. */
    private interface BandKernel {
        /** How it wants its input. */
        default Band band(Scratch scratch, Window window) {
            return scratch.band(window);
        }

        /** Writes {@code rows} rows of the result to y from {@code to} on. */
        void convolve(Scratch scratch, Window window, Band band, int rows, float[] y, int to);
    }

    /** Tile by tile; weights are packed by {@link #packForward} or turned round. */
    private record TileKernel(int channels, float[] weights) implements BandKernel {
        @Override
        public void convolve(Scratch scratch, Window window, Band band, int rows, float[] y, int to) {
            for (int o = 0; o < channels; o += PANEL) {
                convolveBand(window, band, rows, weights, o, channels, scratch.tile(), y, to);
            }
        }
    }

    /** Row by row, where {@link NineTapMicrokernel} computes; weights (9,channels) as they are. */
    private record NineTapKernel(int channels, float[] weights) implements BandKernel {
        @Override
        public Band band(Scratch scratch, Window window) {
            return scratch.bandOfRows(window);
        }

        @Override
        public void convolve(Scratch scratch, Window window, Band band, int rows, float[] y, int to) {
            for (int t = 0; t < rows; t++) {
                int x = band.at(t, 0);
                int row = to + t * window.outF() * channels;
                for (int o = 0; o < channels; o += Lanes.COUNT) {
                    NineTapMicrokernel.multiply(
                            band.data, x, band.pitch(), weights, o, y, row + o, channels, window.outF());
                }
            }
        }
    }

    /** Where the bands of a convolution's result go. */
    interface Output {
        /** Rows of which a band holds a multiple. */
        int rowsTogether();

        /** The array into which the rows of a band are written. */
        float[] array(Scratch scratch, int rows);

        /** Where in that array a band begins. */
        int at(int image, int firstRow);

        /** Does what is left to do when a band has been written. */
        void finish(Scratch scratch, float[] y, int at, int image, int firstRow, int rows);
    }

    /** The whole result in one array. */
    private record WholeOutput(float[] y, int imagePositions, int columns, int channels, Epilogue epilogue)
            implements Output {
        @Override
        public int rowsTogether() {
            return 1;
        }

        @Override
        public float[] array(Scratch scratch, int rows) {
            return y;
        }

        @Override
        public int at(int image, int firstRow) {
            return (image * imagePositions + firstRow * columns) * channels;
        }

        @Override
        public void finish(Scratch scratch, float[] result, int at, int image, int firstRow, int rows) {
            epilogue.apply(result, at, channels, rows * columns, 0, channels, scratch);
        }
    }

    /** One panel of output channels over all positions of a band. */
    private static void convolveBand(
            Window window, Band band, int rows, float[] weights, int o, int channels, Tile tile, float[] y, int to) {
        int panelAt = Scratch.FIRST + o * band.segments * band.depth;
        int columns = Math.min(PANEL, channels - o);
        boolean whole = columns == PANEL;
        int outF = window.outF();
        for (int t = 0; t < rows; t++) {
            for (int f = 0, step; f < outF; f += step) {
                step = RowMicrokernel.nextRows(outF - f);
                int yAt = to + (t * outF + f) * channels + o;
                for (int i = 0; i < band.segments; i++) {
                    int from = band.at(t, i) + f * band.step;
                    int b = panelAt + i * band.depth * PANEL;
                    RowMicrokernel.multiply(
                            step,
                            band.data,
                            from,
                            band.step,
                            weights,
                            b,
                            PANEL,
                            whole ? y : tile.data,
                            whole ? yAt : 0,
                            whole ? channels : PANEL,
                            band.depth,
                            i > 0);
                }
                if (!whole) {
                    tile.store(y, yAt, channels, step, columns);
                }
            }
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
