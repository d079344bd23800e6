package org.timbrel.engine.backend.vector;

/**
 * Convolution by {@link WinogradTransform}: for a few strips of tiles at a time, input to points, a small matrix product for each
 * of the 36 points, (tiles, C) (C, O), and points to output. The strips' points stay in the second-level cache.
 *
 * <p>Few tiles of very many channels, whose weights are larger than they, go all together instead, point by point, so
 * that each point's weights are fetched once ({@link WinogradTiles#isWide}); and if they are fewer still, panel by panel of
 * the weights ({@link WinogradProduct}).
 *
 * <p>Rounding errors are up to ten times those of {@link Conv2d}'s direct way: some millionths of the largest number.
 *
 * <p>An object serves one thread, and keeps what the call that is under way works on.
 */
final class WinogradConv2d {
    private static final int POINTS = WinogradTiles.POINTS;

    /** Floats of the points of the strips worked on together: half of a usual second-level cache, or up to twice as many. */
    private static final int TOGETHER = 1 << 17;

    private static final int LEAST_TILES = 26;

    private final Workers workers;
    private final SharedWinogradProduct products;
    private final Workers.Task groups = this::convolveGroup;
    private final Workers.Task transforms = this::transform;
    private final Workers.Task finishes = this::finish;
    private Cut cut;
    private ImageRows x;
    private Conv2d.Output output;
    private float[] points;
    private float[] allIn;
    private float[] allOut;

    WinogradConv2d(Workers workers) {
        this.workers = workers;
        this.products = new SharedWinogradProduct(workers);
    }

    /**
     * How all images are cut.
     *
     * @param strips of all images
     * @param together strips that are worked on together
     * @param product of so many strips
     * @param last of those that are left over
     */
    record Cut(WinogradTiles tiles, int strips, int together, WinogradProduct product, WinogradProduct last) {
        static Cut of(int images, Window window, int channels) {
            WinogradTiles tiles = WinogradTiles.of(window);
            int strips = images * tiles.strips();
            boolean wide = tiles.isWide(images, channels);
            int together = wide ? strips : Math.min(strips, stripsTogether(tiles, channels));
            int left = strips % together;
            WinogradProduct product = new WinogradProduct(together * tiles.tiles(), window.c(), channels, wide);
            WinogradProduct last = new WinogradProduct(left * tiles.tiles(), window.c(), channels, wide);
            return new Cut(tiles, strips, together, product, last);
        }

        /** As many strips as the cache holds; up to twice as many where {@link PointMicrokernel} then does a larger part of them. */
        private static int stripsTogether(WinogradTiles tiles, int channels) {
            PointLayout in = PointLayout.blocked(1, tiles.window().c());
            PointLayout out = PointLayout.blocked(1, channels);
            int fitting = TOGETHER / POINTS / (in.tileSize() + out.tileSize());
            boolean tall = PointMicrokernel.COMPUTES && in.block == PointMicrokernel.A_ROW;
            int best = tiles.stripsOf(Math.max(LEAST_TILES, fitting));
            int most = tall ? tiles.stripsOf(2 * fitting) : best;
            for (int count = best + 1; count <= most; count++) {
                best = tallShare(tiles, count) >= tallShare(tiles, best) ? count : best;
            }
            return best;
        }

        /** Which part of the rows of so many strips {@link PointMicrokernel} does. */
        private static double tallShare(WinogradTiles tiles, int strips) {
            int rows = strips * tiles.tiles();
            int even = rows + rows % 2;
            return (double) PointMicrokernel.rowsOf(even) / even;
        }
    }

    /** Convolves all images. */
    void convolve(Cut cut, ImageRows x, WinogradWeights weights, Conv2d.Output output) {
        this.cut = cut;
        this.x = x;
        this.output = output;
        if (cut.together == cut.strips) {
            convolveTogether(weights);
        } else {
            points = weights.pack();
            workers.run((cut.strips + cut.together - 1) / cut.together, groups);
        }
    }

    /** Some strips, on one thread. */
    private void convolveGroup(int group) {
        int first = group * cut.together;
        int count = Math.min(cut.together, cut.strips - first);
        WinogradProduct product = count == cut.together ? cut.product : cut.last;
        Scratch scratch = workers.scratch();
        float[] in = product.input(scratch);
        float[] out = product.output(scratch);
        for (int i = 0; i < count; i++) {
            transform(first + i, i, product, in, scratch);
        }
        for (int point = 0; point < POINTS; point++) {
            product.run(point, in, points, out, scratch.tile());
        }
        for (int i = 0; i < count; i++) {
            finish(first + i, i, product, out, scratch);
        }
    }

    /** All strips: threads share out each part of the way. */
    private void convolveTogether(WinogradWeights weights) {
        allIn = cut.product.input(workers.scratch());
        allOut = cut.product.output(workers.scratch());
        workers.run(cut.strips, transforms);
        products.run(cut.product, allIn, weights, allOut);
        workers.run(cut.strips, finishes);
    }

    private void transform(int strip) {
        transform(strip, strip, cut.product, allIn, workers.scratch());
    }

    private void finish(int strip) {
        finish(strip, strip, cut.product, allOut, workers.scratch());
    }

    /** Input to points, of a strip that is the i-th of those side by side. */
    private void transform(int strip, int i, WinogradProduct product, float[] in, Scratch scratch) {
        WinogradTiles tiles = cut.tiles;
        int first = i * tiles.tiles();
        tiles.transform(scratch, x, strip / tiles.strips(), strip % tiles.strips(), in, product.in(), first);
    }

    /** Points to output, of a strip that is the i-th of those side by side. */
    private void finish(int strip, int i, WinogradProduct product, float[] out, Scratch scratch) {
        WinogradTiles tiles = cut.tiles;
        int image = strip / tiles.strips();
        int within = strip % tiles.strips();
        int row = within * tiles.outputs();
        int rows = tiles.rows(within);
        float[] y = output.array(scratch, rows);
        int to = output.at(image, row);
        tiles.outputs(scratch, out, product.out(), i * tiles.tiles(), within, y, to);
        output.finish(scratch, y, to, image, row, rows);
    }
}
