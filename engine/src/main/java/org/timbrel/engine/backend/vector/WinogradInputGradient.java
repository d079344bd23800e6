package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * The gradient of a convolution's input, each step of {@link WinogradConv2d} transposed: dx = sum over tiles of B [(G w G') (A dy A')] B',
 * where the product is one of numbers in two dimensions and of matrices, (tiles, O) (O, C), over channels. Tiles of x overlap, so what
 * comes back for them adds up, one after another within an image.
 *
 * <p>It takes the tiles of y. The convolution of dy with the kernel turned round takes those of x, and without padding x is the
 * larger: for an image of 6 x 6, four tiles and not one.
 *
 * <p>An object serves one thread, and keeps what the call that is under way works on.
 */
final class WinogradInputGradient {
    private static final int SIZE = WinogradTransform.SIZE;

    private final Workers workers;
    private final SharedWinogradProduct products;
    private final Workers.Task transforms = this::transform;
    private final Workers.Task sums = this::addStrips;
    private ConvPlan plan;
    private ImageRows dy;
    private float[] dx;
    private float[] in;
    private float[] out;

    WinogradInputGradient(Workers workers) {
        this.workers = workers;
        this.products = new SharedWinogradProduct(workers);
    }

    /** Whether this way is taken: without padding, with weights so large that all tiles go together. */
    static boolean pays(Conv2dShape s, ConvPlan.Direction forward) {
        return s.padT() == 0
                && s.padF() == 0
                && forward.winograd() != null
                && forward.winograd().tiles().isWide(s.n(), s.o());
    }

    /** That of all tiles, in dense layouts. */
    static WinogradProduct product(Conv2dShape s, ConvPlan.Direction forward) {
        WinogradTiles cut = forward.winograd().tiles();
        return new WinogradProduct(s.n() * cut.strips() * cut.tiles(), s.o(), s.c(), true);
    }

    /** The gradient of x, from any kind of gradient of y. */
    void run(ConvPlan plan, ImageRows dy, WinogradWeights weights, float[] dx) {
        this.plan = plan;
        this.dy = dy;
        this.dx = dx;
        in = plan.backProduct.input(workers.scratch());
        out = plan.backProduct.output(workers.scratch());
        workers.run(plan.shape.n() * plan.forward.winograd().tiles().strips(), transforms);
        products.run(plan.backProduct, in, weights, out);
        workers.run(plan.shape.n(), sums);
    }

    /** The gradient of a strip to points. */
    private void transform(int strip) {
        WinogradTiles cut = plan.forward.winograd().tiles();
        Scratch scratch = workers.scratch();
        int image = strip / cut.strips();
        int within = strip % cut.strips();
        int row = within * cut.outputs();
        float[] gradient = dy.array(scratch, image, row, cut.rows(within));
        PointLayout layout = plan.backProduct.in();
        cut.transformBack(scratch, gradient, dy.at(image, row), within, in, layout, strip * cut.tiles());
    }

    /** What comes back for an image, strip by strip. */
    private void addStrips(int image) {
        Conv2dShape s = plan.shape;
        WinogradTiles cut = plan.forward.winograd().tiles();
        int size = s.t() * s.f() * s.c();
        Arrays.fill(dx, image * size, (image + 1) * size, 0);
        for (int strip = 0; strip < cut.strips(); strip++) {
            int first = (image * cut.strips() + strip) * cut.tiles();
            addStrip(s, cut, out, plan.backProduct.out(), first, image, strip, dx, workers.scratch());
        }
    }

    /** Points of a strip of tiles back to six rows of dx: along the frequencies, tile by tile, then along time. */
    private static void addStrip(
            Conv2dShape s,
            WinogradTiles cut,
            float[] points,
            PointLayout layout,
            int firstTile,
            int image,
            int strip,
            float[] dx,
            Scratch scratch) {
        int c = s.c();
        int row = (cut.tiles() * cut.outputs() + s.kf() - 1) * c;
        float[] half = scratch.floats(Scratch.Use.WINOGRAD_ROWS, SIZE * row);
        float[] rows = scratch.floats(Scratch.Use.WINOGRAD_LAST_ROWS, SIZE * row);
        Arrays.fill(half, Scratch.FIRST, Scratch.FIRST + SIZE * row, 0);
        for (int i = 0; i < SIZE; i++) {
            for (int tile = 0; tile < cut.tiles(); tile++) {
                int from = layout.at(i * SIZE, firstTile + tile, 0);
                WinogradTransform.inputBack(points, from, layout.step, rows, Scratch.FIRST, c, c);
                int to = Scratch.FIRST + i * row + tile * cut.outputs() * c;
                Arithmetic.addScaled(rows, Scratch.FIRST, 1, half, to, SIZE * c);
            }
        }
        WinogradTransform.inputBack(half, Scratch.FIRST, row, rows, Scratch.FIRST, row, row);
        int first = strip * cut.outputs();
        for (int i = 0; i < Math.min(SIZE, s.t() - first); i++) {
            int to = (image * s.t() + first + i) * s.f() * c;
            Arithmetic.addScaled(rows, Scratch.FIRST + i * row, 1, dx, to, s.f() * c);
        }
    }
}
