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
 *
 * <p>An object serves one thread, and keeps what the call that is under way works on.
 */
final class Conv2d {
    private static final int PANEL = Lanes.TILE_COLUMNS;

    /** Floats of a band, or half of those it gives: a quarter of a usual second-level cache. */
    private static final int BAND_SIZE = 1 << 16;

    private final Workers workers;
    private final WinogradConv2d winograd;
    private final WinogradInputGradient winogradBack;
    private final WinogradWeights winogradWeights;
    private final PlainRows images = new PlainRows();
    private final WholeOutput whole = new WholeOutput();
    private final Workers.Task tasks = this::convolveBand;
    private ConvPlan.Direction direction;
    private ImageRows x;
    private float[] weights;
    private Output output;
    private boolean nineTaps;
    private int rowsAtOnce;

    Conv2d(Workers workers) {
        this.workers = workers;
        this.winograd = new WinogradConv2d(workers);
        this.winogradBack = new WinogradInputGradient(workers);
        this.winogradWeights = new WinogradWeights(workers);
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2d}. */
    void forward(ConvPlan plan, float[] x, float[] w, float[] bias, Activation activation, float[] y) {
        Conv2dShape s = plan.shape;
        whole.of(y, s.outT() * s.outF(), s.outF(), s.o(), new Epilogue(bias, activation));
        forward(s, plan.forward, x, w, whole);
    }

    /** The convolution at the positions of a direction's window, to any kind of output. */
    void forward(Conv2dShape s, ConvPlan.Direction direction, float[] x, float[] w, Output output) {
        images.input(s, x);
        if (direction.winograd() != null) {
            WinogradWeights points = winogradWeights.of(s, w, WinogradWeights.Order.FORWARD);
            winograd.convolve(direction.winograd(), images, points, output);
        } else {
            nineTaps = NineTapMicrokernel.computes(s);
            weights = nineTaps ? w : packForward(s, w);
            convolve(direction, images, output);
        }
    }

    /** Panels of the weights. */
    private float[] packForward(Conv2dShape s, float[] w) {
        int depth = s.kt() * s.kf() * s.c();
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, ceilDiv(s.o(), PANEL) * PANEL * depth);
        for (int o = 0; o < s.o(); o += PANEL) {
            int columns = Math.min(PANEL, s.o() - o);
            Panels.packColumns(w, o, s.o(), false, columns, depth, PANEL, packed, Scratch.FIRST + o * depth);
        }
        return packed;
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardInput}, from any kind of gradient. */
    void backwardInput(ConvPlan plan, ImageRows dy, float[] w, float[] dx) {
        Conv2dShape s = plan.shape;
        if (plan.backThroughTiles) {
            winogradBack.run(plan, dy, winogradWeights.of(s, w, WinogradWeights.Order.EXCHANGED), dx);
            return;
        }
        whole.of(dx, s.t() * s.f(), s.f(), s.c(), Epilogue.NONE);
        if (plan.backward.winograd() != null) {
            WinogradWeights points = winogradWeights.of(s, w, WinogradWeights.Order.TURNED);
            winograd.convolve(plan.backward.winograd(), dy, points, whole);
        } else {
            nineTaps = false;
            weights = packTurned(s, w);
            convolve(plan.backward, dy, whole);
        }
    }

    /** Panels of the weights turned by 180 degrees, with input and output channels exchanged. */
    private float[] packTurned(Conv2dShape s, float[] w) {
        int taps = s.kt() * s.kf();
        int size = s.o() * PANEL;
        float[] packed = workers.scratch().floats(Scratch.Use.WEIGHTS, ceilDiv(s.c(), PANEL) * taps * size);
        for (int tap = 0; tap < taps; tap++) {
            for (int c = 0; c < s.c(); c += PANEL) {
                int from = ((taps - 1 - tap) * s.c() + c) * s.o();
                int at = Scratch.FIRST + (c / PANEL * taps + tap) * size;
                Panels.packColumns(w, from, s.o(), true, Math.min(PANEL, s.c() - c), s.o(), PANEL, packed, at);
            }
        }
        return packed;
    }

    /** Convolves all images band by band. */
    private void convolve(ConvPlan.Direction direction, ImageRows x, Output output) {
        this.direction = direction;
        this.x = x;
        this.output = output;
        Window window = direction.window();
        int rowSize = Math.max(band(workers.scratch()).rowSize(), window.outF() * direction.channels() / 2);
        int fitting = Math.max(1, BAND_SIZE / rowSize / output.rowsTogether()) * output.rowsTogether();
        rowsAtOnce = Math.min(window.outT(), fitting);
        workers.run(direction.images() * ceilDiv(window.outT(), rowsAtOnce), tasks);
    }

    /** How the kernel wants its input. */
    private Band band(Scratch scratch) {
        return nineTaps ? scratch.bandOfRows(direction.window()) : scratch.band(direction.window());
    }

    private void convolveBand(int task) {
        Window window = direction.window();
        int bands = ceilDiv(window.outT(), rowsAtOnce);
        int image = task / bands;
        int first = task % bands * rowsAtOnce;
        int rows = Math.min(rowsAtOnce, window.outT() - first);
        int channels = direction.channels();
        Scratch scratch = workers.scratch();
        Band band = band(scratch);
        band.load(scratch, x, image, first, rows);
        float[] y = output.array(scratch, rows);
        int to = output.at(image, first);
        if (nineTaps) {
            convolveNineTaps(window, band, rows, weights, channels, y, to);
        } else {
            for (int o = 0; o < channels; o += PANEL) {
                convolvePanel(window, band, rows, weights, o, channels, scratch.tile(), y, to);
            }
        }
        output.finish(scratch, y, to, image, first, rows);
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
    private static final class WholeOutput implements Output {
        private float[] y;
        private int imagePositions;
        private int columns;
        private int channels;
        private Epilogue epilogue;

        /** From here on the result goes here. */
        void of(float[] y, int imagePositions, int columns, int channels, Epilogue epilogue) {
            this.y = y;
            this.imagePositions = imagePositions;
            this.columns = columns;
            this.channels = channels;
            this.epilogue = epilogue;
        }

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

    /** Row by row, where {@link NineTapMicrokernel} computes; weights (9,channels) as they are. */
    private static void convolveNineTaps(
            Window window, Band band, int rows, float[] weights, int channels, float[] y, int to) {
        for (int t = 0; t < rows; t++) {
            int x = band.at(t, 0);
            int row = to + t * window.outF() * channels;
            for (int o = 0; o < channels; o += Lanes.COUNT) {
                NineTapMicrokernel.multiply(
                        band.data, x, band.pitch(), weights, o, y, row + o, channels, window.outF());
            }
        }
    }

    /** One panel of output channels over all positions of a band. */
    private static void convolvePanel(
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
